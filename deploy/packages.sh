#!/usr/bin/env bash
# The one list of Debian packages, and their installation.
#
#   deploy/packages.sh [--list] GROUP...      groups: build test bench
#
# Installs what is missing from Debian 12 and nothing else; says so and does nothing if all is there.
# Uses sudo where it is not run by root. No package may start a service while it is being installed:
# /usr/sbin/policy-rc.d forbids it for that time and is put back afterwards.
set -euo pipefail

# Compiler and libraries: all that is needed to build and run the program.
build=(
  g++ cmake ninja-build ccache pkg-config git ca-certificates tzdata
  libboost1.81-dev libboost-json1.81-dev libsimdjson-dev libtomlplusplus-dev libcli11-dev
  libspdlog-dev libfmt-dev libssl-dev libsqlite3-dev libhowardhinnant-date-dev zlib1g-dev
  prometheus-cpp-dev libsystemd-dev
)
# Beside these: what the tests and checks use.
test=(
  libgtest-dev libgmock-dev librapidcheck-dev clang-format clang-tidy
  sqlite3 python3 gzip util-linux procps prometheus chromium chromium-driver systemd strace
)
# Beside these: the benchmarks and the store they are compared with.
bench=(libbenchmark-dev postgresql libpq-dev)

usage() {
  sed -n '2,8s/^# \{0,1\}//p' "$0"
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
    *) die "unknown group \"$argument\"; expected build, test or bench" 2 ;;
  esac
done
[ "${#wanted[@]}" -gt 0 ] || die "name a group: build, test or bench" 2

if [ "$list_only" = yes ]; then
  printf '%s\n' "${wanted[@]}"
  exit 0
fi

command -v dpkg-query >/dev/null || die "this is no Debian: install by hand what --list prints"

missing=()
for package in "${wanted[@]}"; do
  # shellcheck disable=SC2016  # the format is dpkg's, not the shell's
  status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
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
