#!/bin/sh
# Builds claude-route_VERSION_ARCH.deb in FOLDER: deb.sh FOLDER. The same source gives the same bytes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
version=$("$BINARY" --version | cut -d' ' -f1)
architecture=$(dpkg --print-architecture)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
chmod 755 "$tree"
umask 022
"$here/stage.sh" "$tree" /usr
# Debian's places for what other systems have elsewhere.
mv "$tree/usr/share/zsh/site-functions" "$tree/usr/share/zsh/vendor-completions"
mv "$tree/usr/share/doc/claude-route/LICENSE" "$tree/usr/share/doc/claude-route/copyright"

# The newest symbols that the program was linked with say which libraries it needs at least; none,
# where the C library is part of it.
symbols() { objdump -T "$tree/usr/bin/claude-route" | grep -o "$1_[0-9.]*" | sort -Vu | tail -1 | cut -d_ -f2; }
depends=
if objdump -p "$tree/usr/bin/claude-route" | grep -q NEEDED; then
  case $(symbols GLIBCXX) in
    3.4.2[0-9]) compiler=11 ;; 3.4.30) compiler=12 ;; 3.4.3[12]) compiler=13 ;; *) compiler=14 ;;
  esac
  depends="Depends: libc6 (>= $(symbols GLIBC)), libgcc-s1, libstdc++6 (>= $compiler)
"
fi
mkdir "$tree/DEBIAN"
cat > "$tree/DEBIAN/control" <<CONTROL
Package: claude-route
Version: $version
Architecture: $architecture
Maintainer: claude-route authors <claude-route@example.org>
Section: devel
Priority: optional
Installed-Size: $(du -sk --apparent-size "$tree/usr" | cut -f1)
${depends}Recommends: ca-certificates
Description: Policy-driven task router for Claude Code
 Sends each Claude Code task to the backend and model that its policy
 allows, and proves which route holds: one program, no daemon, no network.
CONTROL
(cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum) > "$tree/DEBIAN/md5sums"
find "$tree" -newermt "@$SOURCE_DATE_EPOCH" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
mkdir -p "$folder"
name=claude-route_${version}_$architecture.deb
# xz, since not every dpkg that can install it reads zstd.
dpkg-deb -Zxz --root-owner-group --build "$tree" "$folder/$name" > /dev/null
(cd "$folder" && sha256sum "$name" > "$name.sha256")
echo "$folder/$name"
