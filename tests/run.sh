#!/usr/bin/env bash
# Installs the test tools, builds, checks, runs the tests; ends with ctest's summary.
#
#   tests/run.sh [--quick | --long] [--no-install]
#
#   --quick        unit and property tests alone, and no clang-tidy
#   --long         adds the long runs (DUNGHAN_LONG=1) and clang-tidy over every file
#   --no-install   take the machine as it is
#   --help
#
# clang-tidy takes some seconds a file. By default it looks at what changed since the commit named in
# DUNGHAN_TIDY_BASE (default: HEAD~1), uncommitted changes included; a changed header means the
# sources of its folder.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$project"
build=build/dev
tidy=changed
install=yes
ctest_options=()

usage() {
  sed -n '2,13s/^# \{0,1\}//p' "$0"
}

while [ "$#" -gt 0 ]; do
  case "$1" in
    --quick) tidy=none; ctest_options+=(-L '^(unit|property)$') ;;
    --long) tidy=all; export DUNGHAN_LONG=1 ;;
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

run_tidy() {
  local files=()
  case "$tidy" in
    none) return ;;
    all) mapfile -t files < <(sources '*.cc') ;;
    changed) mapfile -t files < <(changed_sources) ;;
  esac
  # What this build does not compile, the benchmarks for one, has no flags to check it with.
  local known=() file
  for file in "${files[@]}"; do
    if grep -qF "\"file\": \"$project/$file\"" "$build/compile_commands.json"; then
      known+=("$file")
    fi
  done
  step "clang-tidy: ${#known[@]} files"
  [ "${#known[@]}" -eq 0 ] || printf '%s\n' "${known[@]}" |
    xargs -P "$jobs" -I{} sh -c 'echo "{}"; clang-tidy --quiet -p "$0" "{}" 2>/dev/null' "$build"
}

jobs=${DUNGHAN_JOBS:-2}

if [ "$install" = yes ]; then
  step "packages"
  deploy/packages.sh build test
fi

step "format"
sources '*.h' '*.cc' | xargs -r clang-format --dry-run -Werror

step "build"
cmake --preset dev
cmake --build --preset dev -j "$jobs"

run_tidy

step "tests"
exec ctest --test-dir "$build" --output-on-failure -j "$jobs" "${ctest_options[@]}"
