#!/usr/bin/env bash
# The one list of Debian packages, and their installation.
#
#   deploy/packages.sh [--list] GROUP...      groups: build runtime monitoring test bench
#
# Installs what is missing from Debian 12 and nothing else; says so and does nothing if all is there.
# Uses sudo where it is not run by root. No package may start a service while it is being installed:
# /usr/sbin/policy-rc.d forbids it for that time and is put back afterwards. Nor do Prometheus,
# Alertmanager, VictoriaMetrics and nginx start with the machine if this script has put them there.
set -euo pipefail

# Compiler and libraries, npm for the web board: all that is needed to build and run the program.
build=(
  g++ cmake ninja-build ccache pkg-config git ca-certificates tzdata
  libboost1.81-dev libboost-json1.81-dev libsimdjson-dev libtomlplusplus-dev libcli11-dev
  libspdlog-dev libfmt-dev libssl-dev libsqlite3-dev libhowardhinnant-date-dev zlib1g-dev
  prometheus-cpp-dev libsystemd-dev libutf8proc-dev libre2-dev libxxhash-dev
  libxlsxwriter-dev libpango1.0-dev libcairo2-dev libqrencode-dev fonts-liberation2
  libfreexl-dev libzip-dev libexpat1-dev
  nodejs npm
)
# Libraries alone: all that a program built elsewhere needs to run.
runtime=(
  libboost-json1.81.0 libsimdjson14 libtomlplusplus3 libspdlog1.10 libfmt9 libssl3 libsqlite3-0 libdate-tz3 zlib1g
  libprometheus-cpp-core1.0 libsystemd0 libutf8proc2 libre2-9 tzdata ca-certificates
  libxlsxwriter4 libpangocairo-1.0-0 libpango-1.0-0 libcairo2 libglib2.0-0 libqrencode4 fonts-liberation2
  libfreexl1 libzip4 libexpat1
)
# Beside these: the daemon's companions for metrics and alerts; promtool and amtool come with them.
monitoring=(prometheus prometheus-alertmanager)
# Beside these: what the tests and checks use.
test=(
  libgtest-dev libgmock-dev librapidcheck-dev clang-format clang-tidy
  sqlite3 openssl python3 python3-yaml gzip util-linux procps chromium chromium-driver systemd strace
  "${monitoring[@]}" victoria-metrics jsonnet jq curl
  poppler-utils python3-openpyxl python3-xlwt nginx
)
# Beside these: the benchmarks and the store they are compared with.
bench=(libbenchmark-dev postgresql libpq-dev)

usage() {
  sed -n '2,9s/^# \{0,1\}//p' "$0"
}

die() {
  echo "packages: $1" >&2
  exit "${2:-1}"
}

list_only=no
wanted=()
for argument in "$@"; do
  case "$argument" in
    --list) list_only=yes ;;
    -h | --help) usage; exit 0 ;;
    build) wanted+=("${build[@]}") ;;
    test) wanted+=("${test[@]}") ;;
    bench) wanted+=("${bench[@]}") ;;
    runtime) wanted+=("${runtime[@]}") ;;
    monitoring) wanted+=("${monitoring[@]}") ;;
    *) die "unknown group \"$argument\"; expected build, runtime, monitoring, test or bench" 2 ;;
  esac
done
[ "${#wanted[@]}" -gt 0 ] || die "name a group: build, runtime, monitoring, test or bench" 2

if [ "$list_only" = yes ]; then
  printf '%s\n' "${wanted[@]}"
  exit 0
fi

command -v dpkg-query >/dev/null || die "this is no Debian: install by hand what --list prints"

# Everything installed, by its names: its own, and those that another package provides (npm comes with
# some packages of nodejs).
# shellcheck disable=SC2016  # the format is dpkg's, not the shell's
installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}, ${Provides}\n' |
  sed -n 's/^installed //p' | tr -s ', ' '\n')
missing=()
for package in "${wanted[@]}"; do
  grep -qxF -e "$package" <<<"$installed" || missing+=("$package")
done
if [ "${#missing[@]}" -eq 0 ]; then
  echo "packages: all ${#wanted[@]} are there"
  exit 0
fi

root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null ||
    die "missing: ${missing[*]}. Run this as root, or install sudo"
  root=(sudo)
fi

policy=/usr/sbin/policy-rc.d
policy_mark="# Put here by Dunghan's deploy/packages.sh for the time of an installation."
policy_saved=

restore_policy() {
  "${root[@]}" rm -f "$policy"
  [ -z "$policy_saved" ] || "${root[@]}" mv "$policy_saved" "$policy"
}

forbid_services() {
  if [ -e "$policy" ] && ! grep -qF "$policy_mark" "$policy"; then
    policy_saved=$policy.dunghan-saved
    "${root[@]}" mv "$policy" "$policy_saved"
  elif [ -e "$policy.dunghan-saved" ]; then
    policy_saved=$policy.dunghan-saved  # left by a run that was killed
  fi
  trap restore_policy EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  # 101: the action is not allowed (invoke-rc.d's policy interface).
  printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" | "${root[@]}" tee "$policy" >/dev/null
  "${root[@]}" chmod 755 "$policy"
}

echo "packages: installing ${#missing[@]} of ${#wanted[@]}: ${missing[*]}"
forbid_services
apt() {
  # Each step waits for another apt to end. --no-remove: never take away what somebody else uses,
  # such as libboost1.74-dev, which cannot be there beside 1.81.
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
    apt-get -q -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@" </dev/null
}
apt update
if ! apt install -y --no-install-recommends --no-remove "${missing[@]}"; then
  die "apt-get could not install them; the lines above say why. Needed: Debian 12, archive \"main\""
fi

# Debian enables the services of what it installs. These are used as programs here; who wants them as
# services enables them: deploy/README.md.
for package in "${missing[@]}"; do
  case "$package" in
    prometheus | prometheus-alertmanager | victoria-metrics | nginx)
      ! command -v systemctl >/dev/null || "${root[@]}" systemctl --quiet disable "$package" || true
      ;;
  esac
done
