#!/usr/bin/env bash
# From a bare Debian 12 machine to the live board of the simulated Sơn La province.
#
#   deploy/quickstart.sh [--data DIR] [--port N] [--no-serve] [--with-prometheus]
#
# Installs what is missing from Debian packages, builds the program, loads a made-up year of Sơn La up
# to the morning of the latest working day, prints that month's on-time table, then serves the board
# with events still arriving, until Ctrl-C. Safe to run again: what is there is not done twice.
#
#   --data DIR          folder of the ledger; default: data/ beside this project
#   --port N            serve http://127.0.0.1:N; default: 8080
#   --no-serve          stop before serving
#   --with-prometheus   beside the daemon, run Debian's Prometheus and Alertmanager with the project's
#                       rules, on the next free ports from 9090 and 9093; they end with this script, and
#                       send nothing to anybody. Takes some minutes more the first time
#   --help
#
# Without Prometheus the daemon's clock is made up: it begins on the morning of a working day and runs 60
# times as fast as real time. Prometheus stamps what it reads with the real time and waits real minutes
# before an alert fires; beside it the daemon therefore keeps the REAL time: the year that is loaded ends
# now, its history goes into Prometheus with its true dates, and from then on things happen as fast as in
# an office: nothing at night and on days off. A ledger that has run ahead is refused there.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=$project/data
program=$project/build/release/dunghan
config=$project/config/dunghan.toml
port=8080
serve=yes
monitor=no

# What is simulated: enough for every agency to have figures, and quick to load.
dossiers_a_year=20000
seed=52
# The daemon's clock runs so much faster than real time: a working day passes in some ten minutes.
speed=60

usage() {
  sed -n '2,22s/^# \{0,1\}//p' "$0"
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
    --port)
      [[ "${2:-}" =~ ^[1-9][0-9]{0,4}$ && "$2" -le 65535 ]] ||
        die "--port: expected 1 to 65535, found \"${2:-}\"" 2
      port=$2
      shift
      ;;
    --no-serve) serve=no ;;
    --with-prometheus) monitor=yes ;;
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

# So many seconds for people: "40 s", "6 min".
span() {
  if [ "$1" -lt 100 ]; then echo "$1 s"; else echo "$((($1 + 30) / 60)) min"; fi
}

# What Ninja says, with the time left: on a terminal one line that changes, else one every half minute.
# All that is no step of its own, a compiler's words above all, is passed on.
with_time_left() {
  local began=$SECONDS said=$SECONDS line at all left
  while IFS= read -r line; do
    if ! [[ "$line" =~ ^\[([0-9]+)/([0-9]+)\]\  ]]; then
      printf '%s\n' "$line"
      continue
    fi
    at=${BASH_REMATCH[1]} all=${BASH_REMATCH[2]}
    left=$(((SECONDS - began) * (all - at) / (at > 0 ? at : 1)))
    if [ -t 1 ]; then
      printf '\r\033[K%s of %s parts, some %s left' "$at" "$all" "$(span "$left")"
      [ "$at" -lt "$all" ] || printf '\n'
    elif [ "$at" = "$all" ] || [ $((SECONDS - said)) -ge 30 ]; then
      said=$SECONDS
      printf '%s of %s parts, some %s left\n' "$at" "$all" "$(span "$left")"
    fi
  done
}

run() {
  "$program" --config "$config" --data "$data" "$@"
}

# The day so many days from another (default: today) in Vietnam.
day() {
  TZ=Asia/Ho_Chi_Minh date -d "${2:-today} $1 days" +%Y-%m-%d
}

# The working time of each day on standard input, as the program has it from the calendar: "DAY
# SECONDS". Days that the calendar does not reach are left out.
working_time() {
  local day
  while read -r day; do
    printf '{"id":"%s","from":"%sT00:00:00+07:00","to":"%sT23:59:59+07:00","measure":"ws","calendar":"vn-office"}\n' \
      "$day" "$day" "$day"
  done | { run due 2>/dev/null || true; } | sed -n 's/^{"id":"\([0-9-]*\)","seconds":\([0-9]*\)}$/\1 \2/p'
}

# Until when the province has to be loaded: with Prometheus now.
end_of_load() {
  if [ "$monitor" = yes ]; then
    TZ=Asia/Ho_Chi_Minh date +%Y-%m-%dT%H:%M:00+07:00
  else
    latest_morning
  fi
}

# A clock that ran faster has left the real time behind, and a ledger cannot go back.
check_real_time() {
  if [ "$monitor" = yes ] && [ -e "$log" ] && [ ! -e "$real_time" ]; then
    die "$data: has run ahead of the real time, which Prometheus keeps. Choose another --data, or remove it"
  fi
}

# Shortly before the office opens on the latest working day, today if that hour is past.
latest_morning() {
  local first=0 ago mornings
  [[ "$(TZ=Asia/Ho_Chi_Minh date +%H:%M)" > 07:24 ]] || first=1
  # Longer than any holiday.
  mornings=$(for ago in $(seq "$first" 30); do day "-$ago"; done | working_time | sed -n 's/ [1-9].*//p')
  [ -n "$mornings" ] || die "$config: no working day in the last 30. Is the machine's date right?"
  echo "${mornings%%$'\n'*}T07:25:00+07:00"
}

# What is simulated is written down before loading and kept: a run that was interrupted goes on with
# the same events, so that nothing is counted twice. The year is followed by half of the next, or by
# what the calendar knows of it.
plan() {
  local until=$1 ahead to=
  for ahead in 180 90 30 0; do
    to=$(day "+$ahead" "${until%T*}" | working_time)
    to=${to%% *}
    [ -z "$to" ] || break
  done
  printf '%s\n' "until $until" "from $(day -364 "${until%T*}")" "to $to" \
    "dossiers $((dossiers_a_year * (365 + ahead) / 365))" "seed $seed"
}

# A value of the plan.
planned() {
  local file=$loaded
  [ -e "$file" ] || file=$loading
  sed -n "s/^$1 //p" "$file"
}

# The options that say which province it is, into an array.
read_province() {
  province=(--from "$(planned from)" --to "$(planned to)" --dossiers "$(planned dossiers)"
    --seed "$(planned seed)")
}

load() {
  local until
  if [ -e "$loaded" ]; then
    [ -n "$(planned until)" ] ||
      die "$data: loaded by an earlier version; remove it, or choose another --data"
    echo "loaded already, up to $(planned until); remove $data to load it anew"
    return
  fi
  if [ ! -e "$loading" ]; then
    rm -f "$loading.new"
    [ ! -d "$data" ] || [ -z "$(ls -A "$data")" ] ||
      die "$data: holds something else; simulated dossiers do not belong there. Choose another --data"
    mkdir -p "$data"
    plan "$begin" >"$loading.new"
    mv "$loading.new" "$loading"
  fi
  until=$(planned until)
  [ -n "$until" ] || die "$data: begun by an earlier version; remove it, or choose another --data"
  echo "simulating $(planned dossiers) dossiers from $(planned from) on, up to $until"
  read_province
  # The ledger's own clock must not run ahead of the simulated one.
  run --clock "$until" simulate "${province[@]}" | run --clock "$until" import
  mv "$loading" "$loaded"
}

daemon=
follower=
stopping=

# Ends all, by their numbers, and waits for them.
stop() {
  local code=0
  trap '' INT TERM HUP
  if [ -n "$follower" ]; then
    kill -TERM "$follower" 2>/dev/null || true
    wait "$follower" || true
  fi
  if [ -n "$daemon" ]; then
    kill -TERM "$daemon" 2>/dev/null || true
    wait "$daemon" || code=$?
  fi
  stop_monitoring
  return "$code"
}

# The daemon's last words, and the end.
daemon_failed() {
  tail -n 20 "$log" >&2 || true
  die "the daemon ended; its log is $log. If the port is taken, choose another --port"
}

start_daemon() {
  : >"$ready"
  local clock=(--clock "$begin") pace=(--speed "$speed")
  if [ "$monitor" = yes ]; then
    clock=()
    pace=()
    touch "$real_time"
  else
    rm -f "$real_time"
  fi
  # What it says stays in the log; the line that it is ready goes into a file to be waited for. No
  # function here: the number has to be the program's, not that of a shell around it. setsid keeps the
  # terminal's own signals from it: Ctrl-C and a closed window are for this script to pass on, once.
  setsid "$program" --config "$serving_config" --data "$data" "${clock[@]}" \
    serve --listen "127.0.0.1:$port" "${pace[@]}" >"$ready" 2>>"$log" &
  daemon=$!
  until grep -q '^listening on ' "$ready"; do
    if [ -n "$stopping" ]; then return; fi
    if ! kill -0 "$daemon" 2>/dev/null; then
      daemon=
      daemon_failed
    fi
    sleep 0.2
  done
}

say_where() {
  cat <<END

The board      $url/            (in English: $url/?lang=en)
Metrics        $url/metrics
Figures, JSON  $url/api/v1/live  and  $url/api/v1/on-time
Dossiers       $url/api/v1/dossiers?standing=overdue
Commands       $program --config $config --data $data --help
END
  if [ "$monitor" = yes ]; then
    cat <<END
Prometheus     $prometheus_url/    (alerts: $prometheus_url/classic/alerts)
Alertmanager   amtool --alertmanager.url=$alertmanager_url alert    (Debian's has no page of its own)

All of it is SIMULATED, in real time: outside office hours nothing happens. Prometheus has the province's
history since $first_day by the day, of the last days by the hour; between two values it shows the
earlier one for up to a day. For Grafana: $project/deploy/README.md, with $prometheus_url
END
  else
    cat <<END

All of it is SIMULATED. The daemon's clock is not the real one: it began with the morning of
${begin%%T*}, or where the last run ended, and runs $speed times as fast, so that a working day passes in some
ten minutes. Outside office hours little happens. Events arrive as that clock goes on.
END
  fi
  printf '\nCtrl-C ends it; run this again to go on.\n'
}

# Until a signal, or the daemon's end.
watch_all() {
  local ended
  while [ -z "$stopping" ]; do
    wait -n -p ended "$daemon" ${follower:+"$follower"} ${prometheus:+"$prometheus"} \
      ${alertmanager:+"$alertmanager"} || true
    if [ -z "${ended:-}" ]; then continue; fi  # a signal
    if [ "$ended" = "$daemon" ]; then
      daemon=
      if [ -z "$stopping" ]; then daemon_failed; fi
    elif [ "$ended" = "${prometheus:-}" ] || [ "$ended" = "${alertmanager:-}" ]; then
      echo "Prometheus or Alertmanager ended, the daemon goes on; their logs are in $monitoring" >&2
    elif [ -z "$stopping" ]; then
      echo "No more events arrive; the daemon goes on. To begin anew: remove $data"
    fi
    if [ "$ended" = "$follower" ]; then follower=; fi
    if [ "$ended" = "${prometheus:-}" ]; then prometheus=; fi
    if [ "$ended" = "${alertmanager:-}" ]; then alertmanager=; fi
  done
}

serve() {
  local code=0
  trap 'stop || true' EXIT
  serving_config=$config
  if [ "$monitor" = yes ]; then
    monitoring_ports
    write_monitoring_config
    load_history
    serving_config=$monitoring/config/dunghan.toml
  fi
  read_province
  local first_day until
  first_day=$(planned from)
  until=$(planned until)
  # From here on no $(...): bash 5.2 fails on one in which a signal that is trapped arrives.
  trap 'stopping=yes' INT TERM HUP
  if [ "$monitor" = yes ]; then
    start_alertmanager
    start_prometheus "$monitoring/prometheus/prometheus.yml"
  fi
  if [ -z "$stopping" ]; then start_daemon; fi
  if [ -z "$stopping" ]; then
    read -r _ _ url <"$ready"
    say_where
    # From where the load ended: what the daemon has already is a duplicate there.
    setsid "$program" --config "$config" --data "$data" \
      simulate "${province[@]}" --follow "$url" --start "$until" &
    follower=$!
    watch_all
  fi
  echo "stopping"
  stop || code=$?
  trap - EXIT
  return "$code"
}

# shellcheck source=deploy/monitoring.sh
. "$project/deploy/monitoring.sh"

groups=(build)
[ "$monitor" = no ] || groups+=(monitoring)
step "1/5 packages"
"$project/deploy/packages.sh" "${groups[@]}"

step "2/5 building the program ($(jobs) at a time)"
cmake -S "$project" --preset release
NINJA_STATUS='[%f/%t] ' cmake --build "$project/build/release" --target dunghan -j "$(jobs)" 2>&1 |
  with_time_left

mkdir -p "$(dirname "$data")"
data=$(realpath -m "$data")
loading=$data/quickstart-loading
loaded=$data/quickstart-loaded
log=$data/quickstart-serve.log
ready=$data/quickstart-ready
real_time=$data/quickstart-real-time
check_real_time

step "3/5 the simulated province, in $data"
begin=$(end_of_load)
load

month=$(planned until | cut -c 1-7)
step "4/5 on time in $month, by agency"
run --clock "$begin" report --period "$month" --by agency

if [ "$serve" = no ]; then
  printf '\nGo on from here:\n  %s\n' "$program --config $config --data $data --help"
  exit 0
fi
step "5/5 serving"
serve
