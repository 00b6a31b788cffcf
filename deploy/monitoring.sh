# shellcheck shell=bash
# Prometheus and Alertmanager beside the daemon of quickstart.sh, which reads this file. Both run as
# programs of its user, on the loopback alone, with their files in $monitoring, and end with it.

# What quickstart.sh has set:
: "${project:?}" "${data:?}" "${port:?}" "${config:?}"

monitoring_ports() {
  monitoring=$data/monitoring
  tsdb=$monitoring/tsdb
  prometheus_port=$(free_port 9090)
  alertmanager_port=$(free_port 9093 "$prometheus_port")
  prometheus_url=http://127.0.0.1:$prometheus_port
  alertmanager_url=http://127.0.0.1:$alertmanager_port
}

# The first port from one on that nobody listens on; the daemon's and another are not free either.
free_port() {
  local candidate
  for candidate in $(seq "$1" $(($1 + 30))); do
    if [ "$candidate" != "$port" ] && [ "$candidate" != "${2:-}" ] &&
      ! (exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  die "no free port from $1 to $candidate"
}

# The examples of deploy/, with the addresses of this run.
write_monitoring_config() {
  local folder=$monitoring/config entry
  rm -rf "$folder" "$monitoring/prometheus" "$monitoring/alertmanager"
  mkdir -p "$folder" "$monitoring/prometheus" "$monitoring/alertmanager"

  # The daemon's: the same files by the same names, and where to send alerts.
  for entry in "$project"/config/*; do
    ln -s "$entry" "$folder/"
  done
  rm "$folder/dunghan.toml"
  sed -e '/^alertmanager *=/d' -e "/^\[alerts\]/a alertmanager = [\"$alertmanager_url\"]" \
    "$config" >"$folder/dunghan.toml"

  # In two steps, so that no address is taken for another.
  cp "$project"/deploy/prometheus/dossier-*.yml "$monitoring/prometheus/"
  sed -e 's/127\.0\.0\.1:8080/@daemon@/; s/127\.0\.0\.1:9090/@self@/; s/127\.0\.0\.1:9093/@alerts@/' \
    -e "s/@daemon@/127.0.0.1:$port/; s/@self@/127.0.0.1:$prometheus_port/; s/@alerts@/127.0.0.1:$alertmanager_port/" \
    "$project/deploy/prometheus/prometheus.yml" >"$monitoring/prometheus/prometheus.yml"

  # Receivers without an address: nothing leaves this machine.
  cp -r "$project/deploy/alertmanager/templates" "$monitoring/alertmanager/"
  awk '/^receivers:/ { print; names = 1; next } !names || /^  - name:/' \
    "$project/deploy/alertmanager/alertmanager.yml" >"$monitoring/alertmanager/alertmanager.yml"
}

# Starts a program in the background, its messages in a file; its number is in $started, and it is ready
# when an address answers. setsid: as with the daemon, the terminal's signals are for the script.
start_and_wait() {
  local name=$1 url=$2 attempt
  shift 2
  setsid "$@" >>"$monitoring/$name.log" 2>&1 &
  started=$!
  for ((attempt = 0; attempt < 600; ++attempt)); do
    if [ -n "$stopping" ] || answers "$url"; then return; fi
    kill -0 "$started" 2>/dev/null || break
    sleep 0.2
  done
  tail -n 5 "$monitoring/$name.log" >&2
  die "$name does not start; its log is $monitoring/$name.log"
}

# Whether a GET gets 200.
answers() {
  local address=${1#http://} host path line
  host=${address%%/*}
  path=/${address#*/}
  (
    exec 3<>"/dev/tcp/${host%:*}/${host#*:}"
    printf 'GET %s HTTP/1.0\r\nHost: %s\r\n\r\n' "$path" "$host" >&3
    read -r line <&3
    [[ "$line" == *" 200 "* ]]
  ) 2>/dev/null
}

start_prometheus() {
  # History is by the day and by the hour: a value holds until the next, rather than five minutes.
  start_and_wait prometheus "$prometheus_url/-/ready" prometheus \
    --config.file="$1" --storage.tsdb.path="$tsdb" --storage.tsdb.retention.time=10y \
    --web.listen-address="127.0.0.1:$prometheus_port" --query.lookback-delta=25h
  prometheus=$started
}

start_alertmanager() {
  # No cluster: it would listen on every address.
  start_and_wait alertmanager "$alertmanager_url/-/ready" prometheus-alertmanager \
    --config.file="$monitoring/alertmanager/alertmanager.yml" --storage.path="$monitoring/alerts" \
    --web.listen-address="127.0.0.1:$alertmanager_port" --cluster.listen-address=
  alertmanager=$started
}

end_of() {
  [ -z "$1" ] || { kill -TERM "$1" 2>/dev/null && wait "$1"; } || true
}

stop_monitoring() {
  end_of "${prometheus:-}"
  end_of "${alertmanager:-}"
  prometheus=
  alertmanager=
}

# promtool reads all its input once for every block it makes; with blocks of its usual two hours a year
# would take hours.
longest_block=--max-block-duration=20000h

# What is drawn over time: all but single procedures, distributions, and the other basis.
not_in_history='dossier_(procedure_|lawful_|promised_|recent_processing_results|recent_limit_used_).*'

# Metrics as they stood, into blocks of Prometheus. The job's labels are those of the scraped series, so
# that a line goes on from the past into the present.
load_metrics() {
  local from=$1$close step=$2 text=$monitoring/history.om
  run metrics --from "$from" --to "$(day 0)" --step "$step" --known now \
    --families 'dossier_.*' --without "$not_in_history" |
    sed -E -e "s/^([a-z_]+)\{/\1{job=\"dossier\",instance=\"127.0.0.1:$port\",/; t" \
      -e "s/^([a-z_]+) /\1{job=\"dossier\",instance=\"127.0.0.1:$port\"} /" >"$text"
  promtool tsdb create-blocks-from openmetrics -q "$longest_block" "$text" "$tsdb"
  rm "$text"
}

# What the recording rules would have recorded. They build on each other three deep: what a pass records
# is there for the next after a restart.
record_rules() {
  local pass
  printf 'global: {}\n' >"$monitoring/prometheus/history.yml"
  for pass in 1 2 3; do
    echo "recording rules, pass $pass of 3"
    start_prometheus "$monitoring/prometheus/history.yml"
    record_from "$(planned from)" 24h
    record_from "$(day -"$hourly_days")" 1h
    end_of "$prometheus"
    prometheus=
  done
}

record_from() {
  promtool tsdb create-blocks-from rules "$longest_block" --url="$prometheus_url" \
    --start="$1$close" --end="$(date +%s)" --eval-interval="$2" --output-dir="$tsdb" \
    "$monitoring/prometheus/dossier-rules.yml" >>"$monitoring/history.log" 2>&1 ||
    die "the recording rules have no history; why: $monitoring/history.log"
}

hourly_days=3
close=T17:30:00+07:00  # a day's value is that of its end
load_history() {
  if [ -e "$monitoring/history-loaded" ]; then
    echo "history is there"
    return
  fi
  rm -rf "$tsdb"
  echo "metrics by the day from $(planned from) on, by the hour of the last $hourly_days days"
  load_metrics "$(planned from)" 1d
  load_metrics "$(day -"$hourly_days")" 1h
  record_rules
  date +%s >"$monitoring/history-loaded"
}
