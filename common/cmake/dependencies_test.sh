#!/bin/sh
# Dependencies point one way: which rooms of common may include which.
# Tests may also include the checker.   usage: dependencies_test.sh COMMON
set -u
common=$1
wrong=0

# may_include ROOM ALLOWED...
may_include() {
  room=$1
  pattern=$(printf '%s|' "$@")
  found=$(grep -rEn '^#include "[^"]*/' "$common/$room" --include='*.[ch]pp' |
    grep -Ev "#include \"(${pattern%|})/" |
    grep -Ev '_test(ing)?\.[ch]pp:.*#include "checker/')
  [ -z "$found" ] || {
    printf '%s may include %s only, and not:\n%s\n' "$room" "$*" "$found"
    wrong=1
  }
}

may_include sync
may_include exec sync
may_include log
may_include marc
may_include lesson
may_include checker
may_include benchmark
may_include stress sync exec log
may_include example sync exec log
may_include pipeline sync exec log marc
exit $wrong
