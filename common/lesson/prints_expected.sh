#!/bin/sh
# Runs a lesson without arguments and compares what it prints.
#
# usage: prints_expected.sh PROGRAM EXPECTED
set -eu
unset WORKBOOK_THREADS
printed=$(mktemp)
trap 'rm -f "$printed"' EXIT
"$1" >"$printed"
diff -u "$2" "$printed" || { echo "error: $1 does not print $2" >&2; exit 1; }
