#!/bin/sh
# weak_symbols_test.sh LIBRARY EXECUTABLE OBJECT...
#
# A template that the test and another library both use has two bodies, and the
# linker keeps one: it must be the test's, which is instrumented and therefore
# longer. Compares sizes. And the checker's library must not show a body of its
# own.
set -u
library=$1
executable=$2
shift 2

shown=$(mktemp)
kept=$(mktemp)
trap 'rm -f "$shown" "$kept"' EXIT
nm -D --defined-only "$library" | awk '{ print $NF }' >"$shown"
nm -S --defined-only "$executable" | awk 'NF == 4 { print $2, $4 }' >"$kept"

# nm prints: address, size, kind, name. W is a weak function.
nm -S --defined-only "$@" | awk '
  FILENAME == ARGV[1] { shown[$1] = 1; next }
  FILENAME == ARGV[2] { size[$2] = $1; next }
  NF == 4 && $3 == "W" { name[$4] = 1; own[$4, $2] = 1 }
  END {
    for (n in name) {
      ++count
      if (n in shown) {
        print "error: the library shows a body of its own of " n
        bad = 1
      } else if (!(n in size)) {
        print "error: the executable has no body of " n
        bad = 1
      } else if (!((n, size[n]) in own)) {
        print "error: the body in the executable is not the test'\''s: " n
        bad = 1
      }
    }
    if (!bad) print count + 0 " weak functions are the test'\''s own"
    exit bad
  }' "$shown" "$kept" -
