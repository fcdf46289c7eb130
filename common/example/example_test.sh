#!/bin/sh
# example_test.sh COMPILER: builds this folder as a project of its own, as a
# reader of the README does, compares what it prints with awk's, and holds the
# README's code against it.
#
# Exit: 0 as expected, 1 not, 2 wrong call.
set -u

if [ $# -ne 1 ]; then
  echo "error: one argument expected" >&2
  echo "  try: $0 g++" >&2
  exit 2
fi
compiler=$1
example=$(cd "$(dirname "$0")" && pwd)
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
pipeline=$room/build/pipeline

fail() {
  echo "error: $1" >&2
  cat "$room/log" >&2
  exit 1
}

sed -n '/^void run(/,/^}/p' "$example/pipeline.cpp" >"$room/code"
sed -n '/^void run(/,/^}/p' "$example/../README.md" >"$room/shown"
[ -s "$room/code" ] || fail "pipeline.cpp has no function run"
diff "$room/code" "$room/shown" >"$room/log" ||
  fail "the README shows another function run than pipeline.cpp has"

cmake -G Ninja -S "$example" -B "$room/build" -DCMAKE_CXX_COMPILER="$compiler" \
  -DCMAKE_COMPILE_WARNING_AS_ERROR=ON >"$room/log" 2>&1 ||
  fail "the example is not configured"
cmake --build "$room/build" >"$room/log" 2>&1 || fail "it is not built"
: >"$room/log"

# expect CODE INPUT WORKERS
expect() {
  "$pipeline" "$3" <"$2" >"$room/found" 2>"$room/log"
  got=$?
  [ "$got" -eq "$1" ] || fail "$2, $3 workers: exit $got and not $1"
}

: >"$room/empty"
printf 'a line without  its end' >"$room/one"
awk 'BEGIN { for (n = 0; n < 100000; ++n) { $(n % 12) = n; print } }' \
  >"$room/many"
for input in "$example/input.txt" "$room/empty" "$room/one" "$room/many"; do
  awk '{ print NF }' "$input" >"$room/expected"
  for workers in 1 2 8; do
    expect 0 "$input" "$workers"
    cmp "$room/expected" "$room/found" >"$room/log" ||
      fail "$input, $workers workers: not what awk counts"
  done
done

# A worker that throws: what comes is a beginning of what should have come.
{ cat "$room/many" && printf 'a\0b\n' && cat "$room/many"; } >"$room/binary"
expect 1 "$room/binary" 2
head -n "$(wc -l <"$room/found")" "$room/expected" | cmp - "$room/found" ||
  fail "after an error: not in order"

# A reader that throws.
expect 1 "$example" 2
expect 2 "$room/one" 0

# Ctrl-C while it waits for input; that it answers shows that it is ready.
mkfifo "$room/in" "$room/out"
"$pipeline" 2 <"$room/in" >"$room/out" 2>"$room/log" &
exec 3>"$room/in" 4<"$room/out"
echo "two words" >&3
read -r words <&4
kill -INT $!
wait $!
got=$?
[ "$words $got" = "2 130" ] ||
  fail "Ctrl-C: $words words and exit $got, and not 2 and 130"
