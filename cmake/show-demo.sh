#!/bin/sh
# The closing lines of `make demo`: what was written and where to look first.
# Usage: show-demo.sh FOLDER EXAMPLE...
set -eu
demo="$1"
shift
echo
echo "The demo plans are below $demo:"
for example in "$@"; do
    folder="$demo/$example"
    echo "  $folder/plan.gpkg     open it in QGIS, or: sqlite3 $folder/plan.gpkg 'SELECT key, value FROM summary'"
    echo "  $folder/plan.md       the draft of the plan;  tables.xlsx  its tables and annex"
    echo "  $folder/maps/         $(find "$folder/maps" -name '*.pdf' | wc -l) sheets as PDF and PNG;  look first at overview.png"
done
