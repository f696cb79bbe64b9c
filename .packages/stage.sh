#!/bin/sh
# Lays out what is installed: stage.sh ROOT PREFIX, with files in ROOT/PREFIX. BINARY and MANUAL_TOOL
# name the built programs, SOURCE_DATE_EPOCH the day of the manual page in seconds.
set -eu
to=$1$2
root=$(cd "$(dirname "$0")/.." && pwd)
install -d "$to/bin" "$to/share/man/man1" "$to/share/claude-route/policies/presets" \
  "$to/share/bash-completion/completions" "$to/share/zsh/site-functions" \
  "$to/share/fish/vendor_completions.d" "$to/share/doc/claude-route"
install -m 755 "$BINARY" "$to/bin/claude-route"
${STRIP:-strip} "$to/bin/claude-route"

day=$(date -u -d "@$SOURCE_DATE_EPOCH" +%F 2>/dev/null || date -u -r "$SOURCE_DATE_EPOCH" +%F)
page=$to/share/man/man1/claude-route.1
{
  # The tool takes the page from the program's own help.
  "$MANUAL_TOOL" "$BINARY" --date "$day" --output-directory -
  cat "$root/.packages/manual-end.mdoc"
} > "$page"
gzip -9nf "$page"

"$BINARY" completions bash > "$to/share/bash-completion/completions/claude-route"
"$BINARY" completions zsh > "$to/share/zsh/site-functions/_claude-route"
"$BINARY" completions fish > "$to/share/fish/vendor_completions.d/claude-route.fish"
for file in "$root"/policies/*.yaml; do
  install -m 644 "$file" "$to/share/claude-route/policies"
done
install -m 644 "$root/policies/presets/presets.yaml" "$to/share/claude-route/policies/presets"
install -m 644 "$root/README.md" "$root/LICENSE" "$to/share/doc/claude-route"
gzip -9nc "$root/CHANGELOG.md" > "$to/share/doc/claude-route/changelog.gz"
