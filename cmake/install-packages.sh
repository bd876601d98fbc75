#!/bin/sh
# Install the packages of the given groups of packages.txt that are missing, saying what and why.
# Usage: install-packages.sh GROUP...
set -eu
list="$(dirname "$0")/../packages.txt"

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "make deps: no dpkg here; packages.txt names what is needed on Debian 12." >&2
    exit 0
fi

wanted=""
for group in "$@"; do
    wanted="$wanted $(awk -v group="$group" '$1 == group { print $2 }' "$list")"
done

# One call for all; a package is there when its state is "installed".
installed=" $(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $wanted 2>/dev/null | awk '$2 == "installed" { print $1 }' | tr '\n' ' ')"
missing=""
for package in $wanted; do
    case "$installed" in *" $package "*) ;; *) missing="$missing $package" ;; esac
done
[ -n "$missing" ] || exit 0

echo "Installing Debian packages:"
for package in $missing; do
    awk -v package="$package" '$2 == package { $1 = $2 = ""; sub(/^ +/, ""); printf "  %-28s %s\n", package, $0; exit }' "$list"
done

as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "make deps: root or sudo is needed; as root run: apt-get install --no-install-recommends$missing" >&2
        exit 1
    fi
    as_root="sudo"
fi
# apt tells hundreds of lines; they matter only when it fails.
install() {
    output=$($as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=300 $missing 2>&1) || {
        printf '%s\n' "$output" >&2
        return 1
    }
}
# The package lists are fetched only when apt does not know a package, or its version is gone from the server.
for package in $missing; do
    if [ -z "$(apt-cache show --no-all-versions "$package" 2>/dev/null)" ]; then
        $as_root apt-get update -qq
        install
        exit 0
    fi
done
install || { $as_root apt-get update -qq && install; }
