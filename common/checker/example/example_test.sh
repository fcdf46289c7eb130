#!/bin/sh
# example_test.sh PACKAGE COMPILER COMPILER_ID: builds this folder as a project
# of its own with the package HappensBefore of PACKAGE, runs it in both links,
# and holds the report against the one in the README.
#
# Exit: 0 as expected, 1 not, 2 wrong call.
set -u

if [ $# -ne 3 ]; then
  echo "error: three arguments expected" >&2
  echo "  try: $0 build/dev/common/checker g++ GNU" >&2
  exit 2
fi
package=$1
compiler=$2
compiler_id=$3
example=$(cd "$(dirname "$0")" && pwd)
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
wrong="Mailbox.HoldsTheLetterThatIsPostedInHaste"

fail() {
  echo "error: $1" >&2
  cat "$room/log" >&2
  exit 1
}

cmake -G Ninja -S "$example" -B "$room/build" -DHappensBefore_DIR="$package" \
  -DCMAKE_CXX_COMPILER="$compiler" >"$room/log" 2>&1 ||
  fail "the example is not configured"
cmake --build "$room/build" >"$room/log" 2>&1 || fail "it is not built"

# expect CODE TEXT PROGRAM [OPTION...]
expect() {
  code=$1
  text=$2
  program=$3
  shift 3
  "$room/build/$program" "$@" >"$room/log" 2>&1
  got=$?
  [ "$got" -eq "$code" ] || fail "$program $*: exit $got and not $code"
  grep -q "$text" "$room/log" || fail "$program $*: \"$text\" expected"
}

# Real threads never show the defect on x86; every execution does.
expect 0 "PASSED.* 2 tests" mailbox.threads
expect 0 "^accepted: mailbox.checker, test Mailbox" mailbox.checker \
  --gtest_filter="-$wrong"
expect 1 "^failure: mailbox.checker, test $wrong," mailbox.checker \
  --gtest_filter="$wrong"

# Another compiler's report can have other columns.
[ "$compiler_id" = GNU ] || exit 0

# The code of the last line changes with the test program.
report_in() {
  sed -n "/^failure: /,/^  try: /{/^  try: /d;p}" "$1"
}
report_in "$room/log" >"$room/found"
report_in "$example/../README.md" >"$room/stored"
diff "$room/stored" "$room/found" >"$room/log" ||
  fail "the report differs from the one in the README"
