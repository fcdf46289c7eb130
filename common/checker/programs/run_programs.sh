#!/bin/sh
# run_programs.sh EXECUTABLE...: runs the test programs of this folder and holds
# every verdict, and every known number of executions, against expected.tsv.
#
# Prints one line a disagreement and last "N programs, N right, N wrong, T s".
# Exit: 0 all right, 1 a wrong one, 2 wrong call.
#
# Two runs a program, two programs at a time: one as a user runs it, one with
# --spurious=0 --reductions=0 of the tests whose executions are known.
set -u

if [ $# -eq 0 ]; then
  echo "error: no program given" >&2
  echo "  try: $0 build/dev/bin/locks.checker" >&2
  exit 2
fi
expected=$(dirname "$0")/expected.tsv
started=$(date +%s)
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
seconds=60  # for one program: a hang is a wrong verdict, not a hang of ours

grep -v '^#' "$expected" >"$room/table"

# tests_of PROGRAM: Suite.Test, one a line.
tests_of() {
  "$1" --gtest_list_tests |
    awk '/^[^ ].*\.$/ { suite = $1 } /^  / { print suite $1 }'
}

for program in "$@"; do
  name=$(basename "$program")
  tests_of "$program" >"$room/$name.tests"
  counted=$(awk -F '\t' 'NR == FNR { mine[$1]; next }
      ($1 in mine) && $3 ~ /^[0-9]+$/ { printf "%s%s", sep, $1; sep = ":" }' \
    "$room/$name.tests" "$room/table")
  printf '%s\0%s\0%s\0' "$program" "$room/$name.verdicts" "--spurious=1"
  if [ -n "$counted" ]; then
    printf '%s\0%s\0%s\0' "$program" "$room/$name.counts" \
      "--spurious=0 --reductions=0 --gtest_filter=$counted"
  fi
done >"$room/jobs"

# WHY unquoted: $2 is one or more options, none of which holds a space.
# shellcheck disable=SC2016
xargs -0 -n 3 -P 2 timeout -k 2 "$seconds" sh -c \
  '"$0" --json="$1" $2 >"$1.log" 2>&1' <"$room/jobs"

# verdicts_in KIND_OF_RUN: test<TAB>kind<TAB>executions of each verdict.
verdicts_in() {
  cat "$room"/*."$1" 2>/dev/null | awk '
    # The first value of that name: those of the whole come before its parts.
    function value_of(name, from) {
      if (!match($0, "\"" name "\": *\"?[A-Za-z0-9_.]*")) return ""
      from = substr($0, RSTART, RLENGTH)
      sub(/^"[a-z]*": *"?/, "", from)
      return from
    }
    /"event": *"verdict"/ {
      kind = value_of("kind")
      print value_of("test") "\t" (kind == "accepted" ? "pass" : kind) \
            "\t" value_of("executions")
    }'
}
verdicts_in verdicts >"$room/all.kinds"
verdicts_in counts >"$room/all.numbers"
cat "$room"/*.tests >"$room/all.names"

awk -F '\t' -v started="$started" -v now="$(date +%s)" '
  FILENAME ~ /table$/ { kind[$1] = $2; number[$1] = $3; note[$1] = $4; next }
  FILENAME ~ /kinds$/ { found[$1] = $2; next }
  FILENAME ~ /numbers$/ { counted[$1] = $3; next }
  { judge($1) }
  function judge(test, got, why) {
    ++programs
    got = test in found ? found[test] : "no verdict"
    if (!(test in kind)) why = "is not in expected.tsv"
    else if (kind[test] == "any" && test in found) why = ""
    else if (index("|" kind[test] "|", "|" got "|") == 0)
      why = "expected " kind[test] ", got " got
    else if (number[test] ~ /^[0-9]+$/ && counted[test] != number[test])
      why = "expected " number[test] " executions, got " \
            (test in counted ? counted[test] : "no verdict")
    if (why == "") ++right
    else print test ": " why
  }
  END {
    printf "%d programs, %d right, %d wrong, %d s\n", programs, right,
           programs - right, now - started
    exit programs != right
  }' "$room/table" "$room/all.kinds" "$room/all.numbers" "$room/all.names"
