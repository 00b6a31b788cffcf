#!/usr/bin/env bash
# Draws every dashboard as a picture, with Grafana's own panel components in a headless Chromium.
#
#   tests/dashboards/pictures/render.sh PROMETHEUS-URL OUTPUT-FOLDER [--modules DIR] [--light] [--hours N]
#
# PROMETHEUS-URL is a Prometheus that scrapes a daemon and has the rules, such as the quickstart's. The
# npm packages take about 650 MB; they go to --modules (default: OUTPUT-FOLDER/modules), never into the
# source tree. --hours shows the last N hours instead of the time each dashboard asks for.
# Outside the test run: somebody has to look at the pictures. docs/grafana.md says what they cannot show.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
grafana=$(cd "$here/../../../dashboards/grafana" && pwd)

usage() {
  sed -n '2,9s/^# \{0,1\}//p' "$0"
}

[ "$#" -ge 2 ] || { usage; exit 2; }
url=$1
mkdir -p "$2"
output=$(cd "$2" && pwd)
shift 2
modules=$output/modules
theme=
hours=()
while [ "$#" -gt 0 ]; do
  case "$1" in
    --modules) modules=$2; shift ;;
    --light) theme='&theme=light' ;;
    --hours) hours=("$2"); shift ;;
    *) usage; exit 2 ;;
  esac
  shift
done

mkdir -p "$modules"
modules=$(cd "$modules" && pwd)
if ! cmp -s "$here/package-lock.json" "$modules/package-lock.json" || [ ! -d "$modules/node_modules/esbuild" ]; then
  cp "$here/package.json" "$here/package-lock.json" "$modules/"
  (cd "$modules" && npm ci --no-audit --no-fund)
fi
cp "$here/app.tsx" "$modules/"
(cd "$modules" && node_modules/.bin/esbuild app.tsx --bundle --outfile=app.js --jsx=automatic --log-level=error \
  --loader:.ttf=dataurl --loader:.woff2=dataurl --loader:.svg=text '--define:process.env.NODE_ENV="production"')

cat >"$modules/page.html" <<'HTML'
<!doctype html>
<html>
  <head>
    <meta charset="utf-8">
    <link rel="stylesheet" href="app.css">
    <script>window.__grafana_public_path__ = '';</script>
  </head>
  <body style="margin: 0">
    <div id="root"></div>
    <script src="answers.js"></script>
    <script src="app.js"></script>
  </body>
</html>
HTML

for language in vi en; do
  python3 -B "$here/answers.py" "$url" "$language" "$modules/answers.js" "${hours[@]}"
  for file in "$grafana/$language"/*.json; do
    uid=$(jq -r .uid "$file")
    height=$(jq '[.panels[].gridPos | .y + .h] | max * 38 + 16' "$file")
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$modules/profile" \
      --window-size="1920,$height" --virtual-time-budget=8000 --screenshot="$output/$uid.png" \
      "file://$modules/page.html#$uid$theme" >"$modules/chromium.log" 2>&1
    echo "$output/$uid.png"
  done
done
