#!/usr/bin/env bash
# Fuzzes every decoder with address and undefined-behaviour sanitizers.
#
#   tests/fuzz/run.sh [SECONDS [TARGET ...]]
#
# SECONDS for each target, one after the other; default: 60. What is found beyond the corpus goes to
# build/fuzz/found/TARGET; what breaks a target stops the run and lies in build/fuzz. Needs clang and its runtime:
# apt-get install clang libclang-rt-14-dev
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$project"
seconds=${1:-60}
shift || true
targets=("$@")
[ "${#targets[@]}" -gt 0 ] || targets=(events national tables sheets mappings)

cmake --preset fuzz >/dev/null
cmake --build --preset fuzz -j "${DUNGHAN_JOBS:-2}" --target "${targets[@]/#/fuzz_}"
cd build/fuzz
for target in "${targets[@]}"; do
  echo "== $target"
  mkdir -p "found/$target"
  "./tests/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len=65536 \
    -print_final_stats=1 "found/$target" "$project/tests/fuzz/corpus/$target"
done
