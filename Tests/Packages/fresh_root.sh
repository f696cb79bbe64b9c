#!/bin/sh
# Installs the package in a Debian root that debootstrap has just made, and uses it as one would:
# fresh_root.sh FOLDER-OF-PACKAGES. SUITE is Debian's release (default: this machine's, else trixie).
# Needs root and Debian's mirror; without them it is skipped, which fails only where CI is `true`.
set -eu
packages=$(cd "$1" && pwd)
skip() {
  echo "skipped: $1"
  [ "${CI:-}" = true ] && exit 1
  exit 0
}
[ "$(id -u)" = 0 ] || skip "needs root"
command -v debootstrap > /dev/null || skip "needs debootstrap"
suite=${SUITE:-$(. /etc/os-release; [ "$ID" = debian ] && echo "$VERSION_CODENAME" || echo trixie)}

root=$(mktemp -d)
trap 'rm -rf --one-file-system "$root"' EXIT
debootstrap --variant=minbase --keyring=/usr/share/keyrings/debian-archive-keyring.gpg "$suite" \
  "$root/debian" http://deb.debian.org/debian > "$root/log" 2>&1 || {
  tail -5 "$root/log"
  skip "debootstrap $suite did not end well"
}
cp "$packages"/claude-route_*.deb "$packages"/claude-route-*.tar.gz "$packages"/*.sha256 "$root/debian/root"

# No network, an empty environment, nobody's home: what a new machine has.
cat > "$root/debian/root/check" <<'CHECK'
set -eu
cd /root
sha256sum --check --quiet claude-route_*.deb.sha256 claude-route-*.tar.gz.sha256
expect() {
  case $2 in *"$3"*) ;; *) echo "$1: no \`$3\` in: $2"; exit 1 ;; esac
}

dpkg -i claude-route_*.deb
dpkg --verify claude-route
expect version "$(claude-route --version)" "0.1.0"
expect route "$(claude-route --task 'license headers' 2>&1)" "ANTHROPIC_MODEL"
expect explain "$(claude-route explain --task 'license headers')" "classes     bulk"
eval "$(claude-route --task 'license headers' 2>/dev/null)"
expect eval "$CLAUDE_ROUTE_CLASS" bulk
claude-route check --as user /usr/share/claude-route/policies/frugal.yaml
for file in /usr/share/man/man1/claude-route.1.gz /usr/share/bash-completion/completions/claude-route \
  /usr/share/zsh/vendor-completions/_claude-route \
  /usr/share/fish/vendor_completions.d/claude-route.fish /usr/share/doc/claude-route/copyright; do
  [ -s "$file" ] || { echo "missing: $file"; exit 1; }
done
gunzip -c /usr/share/man/man1/claude-route.1.gz | grep -q '^.Sh EXIT STATUS'
status=0
claude-route --task 'license headers' -- --version 2>/dev/null || status=$?
expect "status without a client" "$status" 127
dpkg -r claude-route
[ ! -e /usr/bin/claude-route ] && [ ! -e /usr/share/claude-route ]

tar xzf claude-route-*.tar.gz
expect tarball "$(./claude-route-*/bin/claude-route explain --task 'license headers')" "classes     bulk"
CHECK
unshare -nm chroot "$root/debian" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
  sh /root/check
echo "installed, used and removed in Debian $suite"
