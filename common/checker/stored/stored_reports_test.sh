#!/bin/sh
# stored_reports_test.sh CHECKER MOVED_CHECKER LINES: holds the report of each
# wrong program against reports/; then those of MOVED_CHECKER, whose source has
# LINES more lines in front. Each replay code must show its execution in both.
#
# HB_STORE=1: writes the reports instead. Exit: 0 all equal, 1 not, 2 wrong call.
set -u

if [ $# -ne 3 ]; then
  echo "error: expected CHECKER MOVED_CHECKER LINES" >&2
  echo "  try: $0 wrong_programs.checker wrong_programs_moved.checker 7" >&2
  exit 2
fi
checker=$1 moved=$2 lines=$3
here=$(dirname "$0")
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
failures=0

fail() {
  echo "$*"
  failures=$((failures + 1))
}

# same WHAT EXPECTED FOUND: two files.
same() {
  cmp -s "$2" "$3" && return
  fail "$1 differs:"
  diff "$2" "$3" | head -n 20
}

# reports_of PROGRAM FOLDER: FOLDER/TEST.txt and FOLDER/TEST.explain.txt. Both
# programs go by one name: a report must not say which of them it is of.
reports_of() {
  mkdir -p "$2"
  "$1" --name=wrong_programs.checker --explain >"$2/all" 2>&1
  awk -v folder="$2" '
    /^\[ RUN / { name = $4; sub(/^Wrong\./, "", name); file = "" }
    /^\[  FAILED/ { file = "" }
    /^[a-z_]+: wrong_programs\.checker, test / {
      file = folder "/" name ".txt"; blank = ""
    }
    /^The test / && file != "" {
      file = folder "/" name ".explain.txt"; blank = ""
    }
    file == "" { next }
    /^$/ { blank = blank "\n"; next }
    { printf "%s%s\n", blank, $0 >file; blank = "" }' "$2/all"
}

code_in() { sed -n 's/.*--replay=\(cw1:[a-z0-9]*\).*/\1/p' "$1"; }
table_in() { grep -E '^ +(step|-----|[0-9]+) *[|+-]' "$1"; }

# moved_back FILE LINES: each line number less LINES, as one long word: columns
# and folds depend on how wide the numbers are.
moved_back() {
  sed 's/--replay=.*//' "$1" | awk -v by="$2" '{
    text = $0
    while (match(text, /:[0-9]+/)) {
      printf "%s%d", substr(text, 1, RSTART),
             substr(text, RSTART + 1, RLENGTH - 1) - by
      text = substr(text, RSTART + RLENGTH)
    }
    print text }' | tr -d ' \n-'
}

reports_of "$checker" "$room/first" &
reports_of "$moved" "$room/moved" &
wait

if [ "${HB_STORE:-}" = 1 ]; then
  rm -f "$here"/reports/*.txt
  mkdir -p "$here/reports"
  cp "$room"/first/*.txt "$here/reports/"
fi

if grep -l "/" "$here"/reports/*.explain.txt ||
  grep -l "[^.]/[a-z]*/" "$here"/reports/*.txt; then
  fail "a stored report holds a path"
fi
(cd "$room/first" && ls ./*.txt) | sed 's,^\./,,' >"$room/found"
ls "$here/reports" >"$room/stored"
same "the list of reports" "$room/stored" "$room/found"
for stored in "$here"/reports/*.txt; do
  name=$(basename "$stored")
  same "$name" "$stored" "$room/first/$name"
  moved_back "$room/first/$name" 0 >"$room/one"
  moved_back "$room/moved/$name" "$lines" >"$room/other"
  same "$name after a rebuild with other lines" "$room/one" "$room/other"
  [ "$(code_in "$stored")" = "$(code_in "$room/moved/$name")" ] ||
    fail "$name: the replay code changes with the lines"
done

# Each code in both programs: the same table, and a rejection.
mkdir "$room/replays"
for stored in "$here"/reports/*.txt; do
  code=$(code_in "$stored")
  [ -n "$code" ] || continue
  test=$(sed -n '1s/.*, test \([A-Za-z_.]*\),.*/\1/p' "$stored")
  printf '%s\0%s\0%s\0' "$checker" "$test" "$code"
  printf '%s\0%s\0%s\0' "$moved" "$test" "$code"
done >"$room/jobs"
# shellcheck disable=SC2016
xargs -0 -n 3 -P 2 sh -c '
  out=$0/$(basename "$1").$2
  "$1" --gtest_filter="$2" --replay="$3" >"$out" 2>&1
  echo $? >"$out.code"' "$room/replays" <"$room/jobs"
for code in "$room"/replays/*.code; do
  replay=${code%.code}
  name=$(basename "$replay" | sed 's/^[^.]*\.checker\.//; s/^Wrong\.//')
  case $replay in
    */wrong_programs_moved.*) original=$room/moved/$name.txt ;;
    *) original=$room/first/$name.txt ;;
  esac
  [ "$(cat "$code")" = 1 ] || fail "replay of $name: exit code $(cat "$code")"
  table_in "$original" >"$room/one"
  table_in "$replay" >"$room/other"
  same "the replay of $name" "$room/one" "$room/other"
done

# refused CODE SENTENCE: by every test of the program.
refused() {
  "$checker" --replay="$1" >"$room/out" 2>"$room/err"
  [ $? = 2 ] || fail "replay of $1 is not refused"
  grep -q "$2" "$room/err" || fail "$1: expected \"$2\": $(cat "$room/err")"
}
code=$(code_in "$here/reports/race.txt")
refused "${code}0" "damaged"
refused "cw9:123456789" "another version"
refused "hello" "no replay code"
"$checker" --gtest_filter=Wrong.deadlock --replay="$code" >"$room/out" \
  2>"$room/err"
if [ $? != 2 ] || ! grep -q "another program" "$room/err"; then
  fail "a code of another test is not refused"
fi

# The other forms are well-formed.
if command -v python3 >/dev/null; then
  for test in Wrong.race Wrong.deadlock; do
    "$checker" --gtest_filter=$test --json="$room/$test.jsonl" \
      --svg="$room/$test.svg" >/dev/null 2>&1
    python3 -m json.tool --json-lines "$room/$test.jsonl" >/dev/null ||
      fail "$test: JSON is damaged"
    python3 -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])' \
      "$room/$test.svg" || fail "$test: SVG is damaged"
  done
fi

[ "$failures" = 0 ]
