#!/bin/sh
# Replays the corpus of every fuzz target and then fuzzes it.
# Usage: run_targets.sh BUILD-FOLDER SECONDS JOBS [TARGET...]
# New inputs that reach more code go to BUILD-FOLDER/found/TARGET, one that fails to BUILD-FOLDER/failed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$1 seconds=$2 jobs=$3
shift 3
[ $# -gt 0 ] || set -- $(cd "$build" && ls | sed -n 's/^fuzz_//p')
mkdir -p "$build/failed" "$build/found"

# Reported once by LSan for what a library keeps; UBSan stops at the first report in any case.
export LSAN_OPTIONS="suppressions=$here/../lsan.supp:print_suppressions=0"
export UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=malloc_context_size=8:quarantine_size_mb=32 LC_ALL=C.UTF-8
export here build seconds

# shellcheck disable=SC2016 # expanded by the inner shell
printf '%s\n' "$@" | xargs -P "$jobs" -I TARGET sh -c '
    name=TARGET log=$build/found/TARGET.log
    mkdir -p "$build/found/$name"
    words=$here/dictionaries/$name.dict
    [ -f "$words" ] && words=-dict=$words || words=
    "$build/fuzz_$name" $words -max_total_time="$seconds" -timeout=60 -rss_limit_mb=2048 -malloc_limit_mb=1024 \
        -artifact_prefix="$build/failed/$name-" -print_final_stats=1 "$build/found/$name" "$here/corpus/$name" >"$log" 2>&1 || {
        tail -n 60 "$log"
        echo "fuzz_$name failed; the input is in $build/failed"
        exit 255
    }
    runs=$(sed -n "s/^stat::number_of_executed_units: *//p" "$log")
    reached=$(sed -n "s/.*DONE *cov: \([0-9]*\) ft: \([0-9]*\) corp: \([0-9]*\).*/\1 edges, \2 features, \3 inputs kept/p" "$log")
    printf "%-20s %9s runs, %s\n" "$name" "$runs" "$reached"'
