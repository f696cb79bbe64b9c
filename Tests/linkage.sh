#!/bin/sh
# The release binary must start fast and run anywhere: no Foundation, no shared libyaml.
# usage: linkage.sh BINARY
set -eu
if [ "$(uname)" = Darwin ]; then
  echo "linkage: Foundation belongs to macOS, and libyaml is Homebrew's; nothing to check"
  exit 0
fi
if ldd "$1" | grep -E 'libFoundation|libyaml|libswift'; then
  echo "linkage: $1 needs what is shown above" >&2
  exit 1
fi
echo "linkage: $1 needs neither libFoundation nor libyaml"
