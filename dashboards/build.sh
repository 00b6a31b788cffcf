#!/usr/bin/env bash
# Makes what is generated from this folder: Grafana's dashboards, Prometheus' rules and alerts.
#
#   dashboards/build.sh [--check | --output DIR]
#
#   --check        writes nothing; says which generated files are not what this folder makes of them
#                  (exit code 1 if any), and which sources are not formatted
#   --output DIR   writes to DIR/grafana and DIR/prometheus instead of dashboards/ and deploy/
#   --help
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(dirname "$here")
grafana=$here/grafana
prometheus=$project/deploy/prometheus
check=no

while [ "$#" -gt 0 ]; do
  case "$1" in
    --check) check=yes ;;
    --output)
      [ -n "${2:-}" ] || { echo "build.sh: --output: expected a folder" >&2; exit 2; }
      grafana=$2/grafana
      prometheus=$2/prometheus
      shift
      ;;
    -h | --help) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) echo "build.sh: unknown option \"$1\"; see --help" >&2; exit 2 ;;
  esac
  shift
done

for program in jsonnet jsonnetfmt jq; do
  command -v "$program" >/dev/null || { echo "build.sh: $program is missing (Debian packages jsonnet, jq)" >&2; exit 1; }
done

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

mkdir -p "$made/prometheus"
jsonnet -S "$here/rules/generate.jsonnet" >"$made/prometheus/dossier-rules.yml"
jsonnet -S "$here/alerts/generate.jsonnet" >"$made/prometheus/dossier-alerts.yml"

# All dashboards as one object, so that each is evaluated once; a file for each, as small as still reads.
jsonnet -e "(import '$here/mixin.libsonnet').grafanaDashboards" >"$made/all.json"
jq -r 'keys[]' "$made/all.json" | while read -r file; do
  mkdir -p "$made/grafana/$(dirname "$file")"
  jq -S --indent 1 --arg file "$file" '.[$file]' "$made/all.json" >"$made/grafana/$file"
done

# The files below a folder that belong here: dashboards, or the two files of Prometheus.
generated() {
  case "$1" in
    grafana) (cd "$2" 2>/dev/null && find . -name '*.json' | sort) || true ;;
    prometheus) (cd "$2" 2>/dev/null && find . -name 'dossier-*.yml' | sort) || true ;;
  esac
}

different=0
differs() {
  echo "build.sh: $1"
  different=1
}

compare() {
  local kind=$1 place=$2 file
  while read -r file; do
    file=${file#./}
    if [ ! -e "$place/$file" ]; then
      differs "$place/$file: missing"
    elif [ ! -e "$made/$kind/$file" ]; then
      differs "$place/$file: nothing makes it any more"
    elif ! cmp -s "$made/$kind/$file" "$place/$file"; then
      differs "$place/$file: differs from what its sources make:"
      diff -u --label committed --label made "$place/$file" "$made/$kind/$file" | head -n 12 | sed 's/^/  /' || true
    fi
  done < <({ generated "$kind" "$made/$kind"; generated "$kind" "$place"; } | sort -u)
}

if [ "$check" = yes ]; then
  compare grafana "$grafana"
  compare prometheus "$prometheus"
  while read -r source; do
    jsonnetfmt --test "$source" 2>/dev/null || differs "$source: not formatted; jsonnetfmt -i would"
  done < <(find "$here" -name '*.libsonnet' -o -name '*.jsonnet' | sort)
  if [ "$different" -ne 0 ]; then
    echo "build.sh: run dashboards/build.sh and commit what it writes" >&2
    exit 1
  fi
  echo "build.sh: all generated files are what their sources make"
  exit 0
fi

# What nothing makes any more goes.
while read -r file; do
  [ -e "$made/grafana/$file" ] || rm -f "${grafana:?}/$file"
done < <(generated grafana "$grafana")
mkdir -p "$grafana" "$prometheus"
cp -r "$made/grafana/." "$grafana/"
cp "$made/prometheus/"*.yml "$prometheus/"
echo "build.sh: $(generated grafana "$grafana" | wc -l) dashboards, 2 files of rules"
