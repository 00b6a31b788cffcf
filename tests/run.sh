#!/usr/bin/env bash
# Installs the test tools, builds, checks, runs the tests; ends with ctest's summary.
#
#   tests/run.sh [--quick | --long] [--no-install]
#
#   --quick        unit and property tests alone, and no clang-tidy
#   --long         adds the long runs (DUNGHAN_LONG=1, thousand histories a property) and all of
#                  clang-tidy on every file
#   --no-install   take the machine as it is
#   --help
#
# clang-tidy takes up to ten seconds a file. By default it leaves its analyzer out and looks at what
# changed since DUNGHAN_TIDY_BASE (default: HEAD~1), uncommitted changes included; a changed header
# means the sources of its folder. Of more than 40 files it takes an even selection, another one for
# every commit. DUNGHAN_JOBS says how much runs at a time; default: 2.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$project"
build=build/check
tidy=changed
install=yes
ctest_options=()

usage() {
  sed -n '2,16s/^# \{0,1\}//p' "$0"
}

while [ "$#" -gt 0 ]; do
  case "$1" in
    --quick) tidy=none; ctest_options+=(-L '^(unit|property)$') ;;
    --long) tidy=all; export DUNGHAN_LONG=1 RC_PARAMS="max_success=1000" ;;
    --no-install) install=no ;;
    -h | --help) usage; exit 0 ;;
    *) echo "run.sh: unknown option \"$1\"; see --help" >&2; exit 2 ;;
  esac
  shift
done

step() {
  printf '\n== %s (%d s)\n' "$1" "$SECONDS"
}

# Sources of the project, generated ones and those git ignores left out.
sources() {
  if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files --cached --others --exclude-standard -- "$@"
  else
    local pattern
    for pattern in "$@"; do find lib service tests -name "$pattern"; done
  fi | sort -u | while read -r file; do [ ! -e "$file" ] || echo "$file"; done
}

# What clang-tidy has to look at: of the sources, those that differ from the base.
changed_sources() {
  local base=${DUNGHAN_TIDY_BASE:-HEAD~1} file
  if ! git rev-parse --verify --quiet "$base^{commit}" >/dev/null; then
    sources '*.cc'
    return
  fi
  {
    git diff --name-only --diff-filter=d "$base" -- '*.h' '*.cc'
    git ls-files --others --exclude-standard -- '*.h' '*.cc'
  } | while read -r file; do
    case "$file" in
      *.cc) echo "$file" ;;
      lib/*/include/* | lib/*/src/*) sources "$(echo "$file" | cut -d/ -f1-2)/*.cc" ;;
      *) sources "$(dirname "$file")/*.cc" ;;
    esac
  done | sort -u
}

# At most so many of the files on standard input, spread evenly; which ones depends on the commit.
select_some() {
  local most=$1 offset
  offset=$((0x$(git rev-parse --short=7 HEAD 2>/dev/null || echo 0)))
  awk -v most="$most" -v offset="$offset" '
    { file[NR] = $0 }
    END {
      nth = int((NR + most - 1) / most)
      for (i = 1; i <= NR; ++i) if (nth <= 1 || (i + offset) % nth == 0) print file[i]
    }'
}

tidy_one() {
  local output
  if output=$(clang-tidy --quiet -p "$build/tidy" ${tidy_checks:+"--checks=$tidy_checks"} "$1" 2>&1); then
    echo "  $1"
  else
    printf '%s\n' "$output" | grep -v 'warnings generated\.$'
    return 1
  fi
}

run_tidy() {
  local files
  [ "$tidy" = none ] || python3 -B tests/tidy_commands.py "$build" "$build/tidy"
  case "$tidy" in
    none) return ;;
    all)
      tidy_checks=
      files=$(sources '*.cc' | compiled)
      ;;
    changed)
      tidy_checks='-clang-analyzer-*'
      files=$(changed_sources | compiled | select_some 40)
      ;;
  esac
  step "clang-tidy: $(printf '%s' "$files" | grep -c . || true) files"
  [ -n "$files" ] || return 0
  export build tidy_checks
  export -f tidy_one
  # shellcheck disable=SC2016  # the inner shell expands it
  printf '%s\n' "$files" | xargs -P "$jobs" -n 1 bash -c 'tidy_one "$1"' _
}

# Of the files on standard input those that this build compiles: others, the benchmarks for one, have
# no flags to be checked with.
compiled() {
  local file
  while read -r file; do
    if grep -qF "\"file\": \"$project/$file\"" "$build/tidy/compile_commands.json"; then
      echo "$file"
    fi
  done
}

jobs=${DUNGHAN_JOBS:-2}

if [ "$install" = yes ]; then
  step "packages"
  deploy/packages.sh build test
fi

step "format"
sources '*.h' '*.cc' | xargs -r clang-format --dry-run -Werror

step "build"
cmake --preset check
cmake --build --preset check -j "$jobs"

run_tidy

step "tests"
exec ctest --test-dir "$build" --output-on-failure -j "$jobs" "${ctest_options[@]}"
