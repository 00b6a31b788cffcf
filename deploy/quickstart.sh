#!/usr/bin/env bash
# From a bare Debian 12 machine to the month's table of the simulated Sơn La province.
#
#   deploy/quickstart.sh [--data DIR] [--no-serve]
#
# Installs what is missing from Debian packages, builds the program, loads a made-up year of Sơn La
# up to now and prints this month's on-time table. Safe to run again: what is there is not done twice.
#
#   --data DIR   folder of the ledger; default: data/ beside this project
#   --no-serve   do not start the daemon (this version has none yet)
#   --help
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=$project/data
program=$project/build/release/dunghan
config=$project/config/dunghan.toml
serve=yes

# What is simulated: enough for every agency to have figures, and quick to load.
dossiers=20000
seed=52

usage() {
  sed -n '2,11s/^# \{0,1\}//p' "$0"
}

die() {
  echo "quickstart: $1" >&2
  exit "${2:-1}"
}

step() {
  printf '\n== %s\n' "$1"
}

while [ "$#" -gt 0 ]; do
  case "$1" in
    --data)
      [ -n "${2:-}" ] || die "--data: expected a folder" 2
      data=$2
      shift
      ;;
    --no-serve) serve=no ;;
    -h | --help) usage; exit 0 ;;
    *) die "unknown option \"$1\"; see --help" 2 ;;
  esac
  shift
done

# A compiler takes up to 1.3 GiB here; too many at once and the machine runs out of memory.
jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/^MemAvailable:/ { print int($2 / 1500000) }' /proc/meminfo 2>/dev/null || true)
  [ -n "$memory" ] || memory=$cores  # a bare chroot has no /proc
  [ "$memory" -ge 1 ] || memory=1
  echo $((cores < memory ? cores : memory))
}

run() {
  "$program" --config "$config" --data "$data" "$@"
}

# The instant up to which the example is simulated is written down before loading and kept: a run
# that was interrupted goes on with the same events, so that nothing is counted twice.
load() {
  local until
  if [ -e "$loaded" ]; then
    echo "loaded already, up to $(cat "$loaded"); remove $data to load it anew"
    return
  fi
  if [ ! -e "$loading" ]; then
    rm -f "$loading.new"
    [ ! -d "$data" ] || [ -z "$(ls -A "$data")" ] ||
      die "$data: holds something else; simulated dossiers do not belong there. Choose another --data"
    mkdir -p "$data"
    TZ=Asia/Ho_Chi_Minh date +%Y-%m-%dT%H:%M:%S+07:00 >"$loading.new"
    mv "$loading.new" "$loading"
  fi
  until=$(cat "$loading")
  echo "simulating $dossiers dossiers of the twelve months up to $until"
  run --clock "$until" simulate --dossiers "$dossiers" --seed "$seed" | run import
  mv "$loading" "$loaded"
}

step "1/4 packages"
"$project/deploy/packages.sh" build

step "2/4 building the program ($(jobs) at a time)"
cmake -S "$project" --preset release
cmake --build "$project/build/release" --target dunghan -j "$(jobs)"

mkdir -p "$(dirname "$data")"
data=$(realpath -m "$data")
loading=$data/quickstart-loading
loaded=$data/quickstart-loaded

step "3/4 the simulated province, in $data"
load

month=$(cut -c 1-7 "$loaded")
step "4/4 on time in $month, by agency"
run report --period "$month" --by agency

printf '\nGo on from here:\n  %s\n' "$program --config $config --data $data --help"
if [ "$serve" = yes ]; then
  echo "The daemon with its web board is not part of this version yet."
fi
