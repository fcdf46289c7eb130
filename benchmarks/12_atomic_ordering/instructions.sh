#!/bin/sh
# What each atomic operation compiles to on x86-64, read from the object file.
#
# usage: instructions.sh COMPILER              prints the table
#        instructions.sh COMPILER EXPECTED     exit 1 if it is another one
set -eu
cxx=$1
here=$(dirname "$0")
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
# WHY both asked: other machines have other instructions, and no such table.
[ "$(uname -m)" = x86_64 ] || { echo "skipped: not x86-64"; exit 77; }
command -v objdump >/dev/null || { echo "skipped: no objdump"; exit 77; }

"$cxx" -std=c++20 -O2 -c "$here/instructions.cpp" -o "$room/object.o"
# Of each function, what touches the object: its address is in rdi. The rest
# fills a register, returns, or pads.
objdump -d --no-show-raw-insn -M intel "$room/object.o" | awk '
  function tell() {
    if (name != "") printf "%-18s  %s\n", name, (what == "" ? "nothing" : what)
  }
  /^[0-9a-f]+ <.*>:$/ { tell(); name = substr($2, 2, length($2) - 3); what = ""; next }
  / endbr64/ || / nop/ || / xchg +ax,ax/ { next }
  /\[rdi\]|fence|lock / {
    sub(/^[^\t]*\t/, ""); gsub(/ +/, " "); sub(/QWORD PTR /, "")
    what = what (what == "" ? "" : "; ") $0
  }
  END { tell() }' >"$room/table"
if [ $# -lt 2 ]; then
  cat "$room/table"
else
  diff -u "$2" "$room/table"
fi
