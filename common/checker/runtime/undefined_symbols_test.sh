#!/bin/sh
# undefined_symbols_test.sh LIBRARY OBJECT...
#
# What a compiler makes a test call, the checker's library must define: every
# __tsan_ function, or the test would not link; and every function by which
# threads wait for one another, or a test would wait for real and for ever.
set -u
library=$1
shift

defined=$(nm -D --defined-only "$library" | awk '{ print $NF }')
called=$(nm -u "$@" | awk 'NF == 2 && $1 == "U" || $1 == "w" { print $2 }' |
  sort -u)

# Of no meaning for who waits for whom: they only fill in structures.
harmless='^pthread_(.*attr_.*|equal|setconcurrency|getconcurrency|atfork)$'
waiting='^(pthread_|sem_|sched_yield$|mtx_|cnd_|thrd_|call_once$)'

missing=0
for name in $called; do
  case $name in
    __tsan_*) ;;
    *)
      printf '%s\n' "$name" | grep -Eq "$waiting" || continue
      printf '%s\n' "$name" | grep -Eq "$harmless" && continue
      ;;
  esac
  if ! printf '%s\n' "$defined" | grep -qx -e "$name"; then
    echo "error: a test calls $name, which the checker does not define"
    missing=1
  fi
done
[ $missing -eq 0 ] && echo "all calls of $# objects are defined"
exit $missing
