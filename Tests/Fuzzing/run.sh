#!/bin/sh
# Fuzzes every target for its share of some seconds, each from its checked-in seeds.
# usage: run.sh PROGRAM SECONDS [TARGET…]
#
# A finding is kept beside the program, as PROGRAM-corpus/TARGET/crash-…; run the program on it again
# with FUZZ_TARGET set. What was learnt stays there too, so that the next run goes on from it.
set -eu
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
seconds=$2
shift 2
[ $# -gt 0 ] || set -- yaml policy url task settings
seeds=$(cd "$(dirname "$0")" && pwd)/Seeds
share=$((seconds / $#))
[ "$share" -gt 0 ] || share=1
total=0
# Swift's own report of a crash would keep libFuzzer from saving what led there.
export SWIFT_BACKTRACE=enable=no
for target; do
  corpus=$program-corpus/$target
  mkdir -p "$corpus/found"
  # A text that takes 10 s or 1 GiB is a finding.
  FUZZ_TARGET=$target "$program" -max_total_time="$share" -timeout=10 -rss_limit_mb=1024 \
    -artifact_prefix="$corpus/" -print_final_stats=1 "$corpus/found" "$seeds/$target" \
    >"$corpus/log" 2>&1 || {
    grep -aE 'broken:|ERROR|SUMMARY|Test unit' "$corpus/log" >&2 || tail "$corpus/log" >&2
    echo "fuzz: $target: a finding, see $corpus" >&2
    exit 1
  }
  count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$corpus/log")
  total=$((total + count))
  echo "fuzz: $target: $count executions in $share s, no finding"
done
echo "fuzz: $total executions, no finding"
