#!/bin/sh
# Builds claude-route-VERSION-OS-ARCH.tar.gz and its checksum in FOLDER: tarball.sh FOLDER. Unpacked
# anywhere it runs. The same source gives the same bytes (with GNU tar).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
version=$("$BINARY" --version | cut -d' ' -f1)
name=claude-route-$version-$(uname -s | tr '[:upper:]' '[:lower:]')-$(uname -m)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
chmod 755 "$tree"
umask 022
"$here/stage.sh" "$tree" "/$name"
mkdir -p "$folder"
order=
if tar --version 2>/dev/null | grep -q GNU; then
  order="--sort=name --owner=0 --group=0 --numeric-owner --mtime=@$SOURCE_DATE_EPOCH"
fi
# Unquoted on purpose: it is a list of words.
# shellcheck disable=SC2086
tar -C "$tree" $order -cf - "$name" | gzip -9n > "$folder/$name.tar.gz"
cd "$folder"
if command -v sha256sum > /dev/null; then sum=sha256sum; else sum="shasum -a 256"; fi
$sum "$name.tar.gz" > "$name.tar.gz.sha256"
echo "$folder/$name.tar.gz"
