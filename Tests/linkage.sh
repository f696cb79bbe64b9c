#!/bin/sh
# The release binary must start fast and run anywhere: no Foundation, no shared libyaml.
# usage: linkage.sh BINARY
set -eu
if [ "$(uname)" = Darwin ]; then
  echo "linkage: Foundation belongs to macOS, and libyaml is Homebrew's; nothing to check"
  exit 0
fi
# `ldd` ends with 1 for a program that needs nothing.
libraries=$(ldd "$1" 2>&1) || true
if echo "$libraries" | grep -E 'libFoundation|libyaml|libswift'; then
  echo "linkage: $1 needs what is shown above" >&2
  exit 1
fi
# Nor are the parts of Foundation and of the engine for regular expressions that come unasked, 6 MB.
names=$(nm "$1")
case $names in
  *claude_route_yaml_open*) ;;
  *)
    echo "linkage: $1 has no names to look for" >&2
    exit 1
    ;;
esac
if echo "$names" | grep -E -m 3 '_FoundationCollections|_RegexParser'; then
  echo "linkage: $1 contains what is shown above" >&2
  exit 1
fi
case $libraries in
  *"statically linked"* | *"not a dynamic executable"*) echo "linkage: $1 needs no library" ;;
  *)
    if [ -n "$(.ci/static)" ]; then
      echo "linkage: $1 needs libraries, and this machine could do without" >&2
      exit 1
    fi
    echo "linkage: $1 needs neither libFoundation nor libyaml"
    ;;
esac
# Random addresses are kept: what is linked statically need not lie where an attacker expects it.
case $(od -An -tx1 -j16 -N1 "$1") in
  *03) ;;
  *)
    echo "linkage: $1 is not position-independent" >&2
    exit 1
    ;;
esac
