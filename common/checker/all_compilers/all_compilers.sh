#!/bin/sh
# all_compilers.sh BUILD: the checker's test programs by each compiler that is
# here, at other levels of optimisation than the test command's g++ -Og.
#
# Exit: 0 all right, 1 a wrong verdict or count, 2 wrong call, 3 no build.
set -u

if [ $# -ne 1 ]; then
  echo "error: expected the build folder" >&2
  echo "  try: $0 build/dev" >&2
  exit 2
fi
build=$(cd "$1" && pwd) || exit 3
here=$(cd "$(dirname "$0")" && pwd)
wrong=0

# try COMPILER LEVEL
try() {
  if ! command -v "$1" >/dev/null; then
    echo "$1 $2: not here"
    return
  fi
  room=$build/all_compilers/$1$2
  echo "$1 $2: building"
  if ! { cmake -S "$here" -B "$room" -G Ninja -DCMAKE_CXX_COMPILER="$1" \
    -DHappensBefore_DIR="$build/common/checker" -DLEVEL="$2" \
    -DLITMUS="$build/common/checker/compiled_litmus" &&
    cmake --build "$room"; } >"$room.log" 2>&1; then
    tail -n 20 "$room.log" >&2
    wrong=1
    return
  fi
  echo "$1 $2: $("$room/compiled_litmus" | tail -n 1)"
  "$room/compiled_litmus" >/dev/null || wrong=1
  sh "$here/../programs/run_programs.sh" "$room"/program_*.checker || wrong=1
}

mkdir -p "$build/all_compilers" || exit 3
if ! cmake --build "$build" --target hb_checker hb_checker_gtest \
  hb_checker_threads compiled_litmus >"$build/all_compilers/checker.log" 2>&1
then
  tail -n 20 "$build/all_compilers/checker.log" >&2
  exit 3
fi
try g++ -O0
try g++ -O2
try clang++ -Og
try clang++ -O1
exit "$wrong"
