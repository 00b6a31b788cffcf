#!/usr/bin/env bash
# Builds the preset "bench" and runs every benchmark beside its baselines; prints all figures.
#
#   tests/bench/run.sh [--quick] [--dir DIR] [--build DIR]
#
#   --quick       smaller sizes: a few minutes
#   --dir DIR     where the data goes (default: a temporary folder, removed afterwards)
#   --build DIR   use this build folder as it is
#
# PostgreSQL is compared with where its server is installed: a private one is started for it, on a
# socket in the data folder, and ended. Nothing outside the data and build folders is touched.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=
data=
events=1000000
questions=1000000
past_dossiers=150000
repetitions=5
min_time=0.5

while [ "$#" -gt 0 ]; do
  case "$1" in
    --quick) events=100000; questions=200000; past_dossiers=30000; repetitions=3; min_time=0.1 ;;
    --dir) data=$2; shift ;;
    --build) build=$2; shift ;;
    -h | --help) sed -n '2,11s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "run.sh: unknown option \"$1\"; see --help" >&2; exit 2 ;;
  esac
  shift
done

step() {
  printf '\n== %s (%d s)\n' "$1" "$SECONDS"
}

# Runs a command as somebody PostgreSQL agrees to work for.
unprivileged() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid "$server_user" --regid "$(id -g "$server_user")" --clear-groups -- "$@"
  else
    "$@"
  fi
}

start_postgres() {
  local binaries
  binaries=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -1)
  if [ -z "$binaries" ] || [ ! -x "$binaries/initdb" ]; then
    echo "PostgreSQL is not installed: it is left out"
    return
  fi
  server_user=nobody
  if id postgres >/dev/null 2>&1; then server_user=postgres; fi
  mkdir -p "$data/postgres"
  if [ "$(id -u)" = 0 ]; then
    chown "$server_user" "$data/postgres"
    chmod 755 "$data"
  fi
  # The server's own folder is its working folder: the present one may be closed to it.
  (cd "$data/postgres" && unprivileged "$binaries/initdb" -D "$data/postgres/db" -A trust -E UTF8 \
    --locale=C -U bench >"$data/initdb.log")
  (cd "$data/postgres" && unprivileged "$binaries/postgres" -D "$data/postgres/db" \
    -c listen_addresses= -c unix_socket_directories="$data/postgres" -c fsync=on \
    -c shared_buffers=512MB -c work_mem=64MB -c max_wal_size=4GB >"$data/postgres.log" 2>&1) &
  for _ in $(seq 100); do
    if [ -s "$data/postgres/db/postmaster.pid" ] &&
      grep -q ready "$data/postgres/db/postmaster.pid"; then
      server_pid=$(head -1 "$data/postgres/db/postmaster.pid")
      address="host=$data/postgres user=bench dbname=postgres"
      return
    fi
    sleep 0.1
  done
  echo "PostgreSQL does not start: it is left out" >&2
  tail -5 "$data/postgres.log" >&2
}

finish() {
  if [ -n "$server_pid" ]; then
    kill -INT "$server_pid" 2>/dev/null || true
    wait 2>/dev/null || true
  fi
  rm -rf "$data/postgres" "$data/initdb.log" "$data/postgres.log" "$data/questions.ndjson"
  if [ "$own_data" = yes ]; then rm -rf "$data"; fi
}

# Runs one program of Google Benchmark; its medians go to $data/NAME.csv.
microbench() {
  "$build/tests/bench/$1" --benchmark_repetitions=$repetitions \
    --benchmark_enable_random_interleaving=true --benchmark_min_time=$min_time \
    --benchmark_report_aggregates_only=true --benchmark_out="$data/$1.csv" \
    --benchmark_out_format=csv >/dev/null 2>&1 || echo "$1 failed"
}

# Every median in processor time, sorted by name; those that match a pattern have a limit.
list() {
  tr -d '"' <"$data/$1.csv" | awk -F, -v limited="$2" -v limit="$3" '
    sub(/_median$/, "", $1) {
      verdict = $1 ~ limited ? sprintf("<= %s  %s", limit, $4 <= limit ? "ok" : "NOT") : ""
      printf "%-50s %10.3f %s   %s\n", $1, $4, $5, verdict
    }' | sort
}

# decoder's time as a share of what simdjson alone takes.
ratios() {
  tr -d '"' <"$data/decoder_bench.csv" | awk -F, '
    sub(/_median$/, "", $1) { time[$1] = $4 }
    END {
      for (name in time) if (name ~ /^IterateMany/) {
        ratio = time[name] / time["DecodeLines"]
        # Values alone leave open which field is which: below what any decoder has to do.
        target = name ~ /kValues/ ? "" : sprintf(">= 0.3  %s", ratio >= 0.3 ? "ok" : "NOT")
        printf "decoder / %-40s %10.3f ratio   %s\n", name, ratio, target
      }
    }' | sort
}

# Every median as items a second in processor time, which have a least.
rates() {
  tr -d '"' <"$data/$1.csv" | awk -F, -v least="$2" '
    sub(/_median$/, "", $1) {
      printf "%-50s %10.0f /s per core   target >= %d  %s\n", $1, $7, least, $7 >= least ? "ok" : "NOT"
    }' | sort
}

# Questions like those of a one-stop centre: with the calendar's name, with the calendar itself, of
# which twenty in a row are the same, or with the name and a pause.
questions() {
  awk -v count="$questions" -v shape="$1" 'BEGIN {
    for (i = 0; i < count; ++i) {
      day = i * 7 % 28 + 1; month = i * 5 % 12 + 1; hour = 8 + i % 9
      k = int(i / 20); calendar = "\"vn-office\""; pauses = ""
      if (shape == "inline") {
        calendar = sprintf("{\"zone\":\"Asia/Ho_Chi_Minh\",\"hours\":{\"mon\":[\"07:30-11:30\",\"13:30-17:00\"],\"tue\":[\"07:30-11:30\",\"13:30-17:00\"],\"wed\":[\"07:30-11:30\",\"13:30-17:00\"],\"thu\":[\"07:30-11:30\",\"13:30-17:00\"],\"fri\":[\"07:30-11:30\",\"13:30-17:00\"]},\"exceptions\":{\"%d-%02d-%02d\":[]}}", 2020 + int(k / 336) % 10, k % 12 + 1, int(k / 12) % 28 + 1)
      }
      if (shape == "pauses") {
        pauses = sprintf(",\"pauses\":[[\"2024-%02d-%02dT09:00:00+07:00\",\"2024-%02d-%02dT15:00:00+07:00\"]]", month, day + 1, month, day + 1)
      }
      printf "{\"id\":%d,\"from\":\"2024-%02d-%02dT%02d:%02d:00+07:00\",\"limit\":\"%dwd\",\"calendar\":%s%s}\n", i, month, day, hour, i % 60, i % 30 + 1, calendar, pauses
    }
  }'
}

due() {
  local shape
  for shape in named inline pauses; do
    questions "$shape" >"$data/questions.ndjson"
    local times=()
    for _ in 1 2 3; do
      # User and system time together: what one core would need.
      times+=("$({ TIMEFORMAT='%U %S'
        time "$build/dunghan" --config "$project/config/dunghan.toml" due \
          <"$data/questions.ndjson" >/dev/null; } 2>&1 | tail -1)")
    done
    printf '%s\n' "${times[@]}" | awk -v count="$questions" '{ print $1 + $2 }' | sort -n |
      awk -v count="$questions" -v shape="$shape" '{ time[NR] = $1 } END {
        rate = count / time[int((NR + 1) / 2)]
        printf "dunghan due, %-7s calendar: %9.0f answers/s per core   target >= 200000  %s\n", shape, rate, (rate >= 200000 ? "ok" : "NOT") }'
  done
}

# Processor time of a command, in seconds.
processor_time() {
  { TIMEFORMAT='%U %S'
    time "$build/dunghan" --config "$project/config/dunghan.toml" --data "$data/past" \
      --clock 2026-03-10T12:00:00+07:00 "$@" >/dev/null 2>&1; } 2>&1 | tail -1 | awk '{ print $1 + $2 }'
}

# The metrics of a year by day beside importing the same events.
past() {
  local ratios=() import metrics
  "$build/dunghan" --config "$project/config/dunghan.toml" simulate --dossiers $past_dossiers \
    --from 2025-01-01 --to 2025-12-31 --seed 3 -o "$data/past.ndjson"
  for _ in 1 2 3; do
    rm -rf "$data/past"
    import=$(processor_time import "$data/past.ndjson")
    metrics=$(processor_time metrics --from 2025-01-01 --to 2025-12-31 --step 1d --known now \
      -o "$data/past.txt")
    ratios+=("$(awk -v ours="$metrics" -v theirs="$import" 'BEGIN { print ours / theirs, ours, theirs }')")
  done
  rm -rf "$data/past" "$data/past.ndjson" "$data/past.txt"
  printf '%s\n' "${ratios[@]}" | sort -n | awk -v dossiers=$past_dossiers '{ line[NR] = $0 } END {
    split(line[int((NR + 1) / 2)], figure)
    printf "metrics of a year by day, %d dossiers / import: %.1f s / %.1f s %8.2f ratio   target <= 1.0  %s\n",
      dossiers, figure[2], figure[3], figure[1], (figure[1] <= 1.0 ? "ok" : "NOT") }'
}

own_data=no
server_pid=
address=
if [ -z "$data" ]; then
  data=$(mktemp -d)
  own_data=yes
fi
mkdir -p "$data"
trap finish EXIT

if [ -z "$build" ]; then
  step "build"
  build=$project/build/bench
  (cd "$project" && cmake --preset bench >/dev/null && cmake --build --preset bench -- -j2 |
    tail -1)
fi

step "worktime"
microbench worktime_bench
list worktime_bench '^BM_ComputeDue/' 80

step "decoder"
microbench decoder_bench
list decoder_bench '^$' 0
ratios

step "simulate"
microbench simulate_bench
rates simulate_bench 500000

step "due"
due

step "metrics of the past"
past

step "ledger"
if [ "$events" -lt 1000000 ]; then
  echo "targets hold for 1,000,000 events and dossiers; smaller sizes favour what has fixed costs least"
fi
start_postgres
"$build/tests/bench/ledger_bench" --events $events --dir "$data/ledger" ${address:+--postgres "$address"}
rm -rf "$data/ledger" "$data"/*_bench.csv

step "scrape"
"$build/tests/bench/scrape_bench"

step "http"
quick=()
[ "$events" -ge 1000000 ] || quick=(--quick)
"$project/tests/bench/http_bench.py" --build "$build" --dir "$data" "${quick[@]}"
