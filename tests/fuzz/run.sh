#!/usr/bin/env bash
# Fuzzes every decoder with address and undefined-behaviour sanitizers.
#
#   tests/fuzz/run.sh [SECONDS [TARGET[=SECONDS] ...]]
#
# SECONDS for each target, one after the other; default: 60. What is found beyond the corpus goes to
# build/fuzz/found/TARGET, what breaks a target to build/fuzz/broken/TARGET, what it said to
# build/fuzz/TARGET.log; git ignores all three. Ends with a line for each target, and 1 where one
# was broken. Needs clang and its runtime: apt-get install clang libclang-rt-14-dev
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$project"
seconds=${1:-60}
shift || true
targets=("$@")
[ "${#targets[@]}" -gt 0 ] || targets=(events cloud_events gzip national tables sheets mappings requests)
names=("${targets[@]%%=*}")

cmake --preset fuzz >/dev/null
cmake --build --preset fuzz -j "${DUNGHAN_JOBS:-2}" --target "${names[@]/#/fuzz_}"
cd build/fuzz
export UBSAN_OPTIONS=print_stacktrace=1

# The last number behind a word of the log; 0 where it never stands there.
last() {
  grep -aoE "$1:? +[0-9]+" "$2" | grep -oE '[0-9]+$' | tail -1 || echo 0
}

summary=()
broken=0
for target in "${targets[@]}"; do
  name=${target%%=*}
  for_target=$seconds
  [ "$target" = "$name" ] || for_target=${target#*=}
  echo "== $name, $for_target s"
  mkdir -p "found/$name" "broken/$name"
  dictionary=()
  [ ! -e "$project/tests/fuzz/words/$name.dict" ] || dictionary=(-dict="$project/tests/fuzz/words/$name.dict")
  outcome=whole
  "./tests/fuzz/fuzz_$name" -max_total_time="$for_target" -timeout=20 -rss_limit_mb=2048 -max_len=65536 \
    -print_final_stats=1 -artifact_prefix="broken/$name/" "${dictionary[@]}" "found/$name" \
    "$project/tests/fuzz/corpus/$name" 2>&1 | tee "$name.log" || { outcome=BROKEN; broken=1; }
  summary+=("$(printf '%-13s %10d executions, coverage %5d, %4d inputs found, %s' "$name" \
    "$(last number_of_executed_units "$name.log")" "$(last cov "$name.log")" \
    "$(find "found/$name" -type f | wc -l)" "$outcome")")
done
echo
printf '%s\n' "${summary[@]}"
exit "$broken"
