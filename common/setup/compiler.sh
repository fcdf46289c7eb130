# shellcheck shell=sh
# Which compiler: $CXX if set, else g++ 12 or newer, else clang++ 14 or newer.
# Sourced by the launcher; uses messages.sh.

# version_of COMPILER: "g++ 12.2.0" or "clang++ 14.0.6"; nothing if neither.
version_of() {
  case $("$1" --version 2>/dev/null) in
    *clang\ version\ *)
      "$1" --version | sed -n 's/.*clang version \([0-9.]*\).*/clang++ \1/p'
      ;;
    *"Free Software Foundation"*) say "g++ $("$1" -dumpfullversion)" ;;
  esac
}

# at_least VERSION MAJOR MINOR
at_least() {
  major=${1%%.*}
  minor=${1#*.}
  minor=${minor%%.*}
  [ "$major" -gt "$2" ] || { [ "$major" -eq "$2" ] && [ "$minor" -ge "$3" ]; }
}

# Fails with the reason on standard output if COMPILER is of no use here.
try_compiler() {
  command -v "$1" >/dev/null || { say "not on PATH"; return 1; }
  version=$(version_of "$1")
  case $version in
    "g++ "*) newest_refused=11 ;;
    "clang++ "*) newest_refused=13 ;;
    *) say "neither g++ nor clang++"; return 1 ;;
  esac
  if ! at_least "${version#* }" $((newest_refused + 1)) 0; then
    say "${version#* }; $((newest_refused + 1)) or newer is needed"
    return 1
  fi
  probe=$(mktemp) || return 1
  build_probe "$1" "$probe"
  linked=$?
  rm -f "$probe"
  [ "$linked" = 0 ] || say "$version, without the ThreadSanitizer runtime"
  return "$linked"
}

# build_probe COMPILER FILE: the smallest program under ThreadSanitizer.
build_probe() {
  echo 'int main() {}' |
    "$1" -std=c++20 -fsanitize=thread -x c++ - -o "$2" >/dev/null 2>&1
}

compiler_candidates() {
  if [ -n "${CXX:-}" ]; then say "$CXX"; else say "g++ clang++"; fi
}

# The path of the compiler to use; fails if there is none.
find_compiler() {
  for candidate in $(compiler_candidates); do
    if try_compiler "$candidate" >/dev/null; then
      command -v "$candidate"
      return 0
    fi
  done
  return 1
}

# What was looked for and what was found, as one sentence.
compilers_seen() {
  seen=
  [ -n "${CXX:-}" ] || seen="\$CXX (not set), "
  for candidate in $(compiler_candidates); do
    seen="$seen$candidate ($(try_compiler "$candidate")), "
  done
  say "Looked for: ${seen%, }."
}

no_compiler() {
  next="sudo apt-get install g++-12 && CXX=g++-12 ./workbook doctor"
  [ -z "${CXX:-}" ] || next="unset CXX; ./workbook doctor"
  fail 3 "no C++20 compiler" "$(compilers_seen)" "try: $next"
}

# WHY before anything is installed: no package makes a wrong $CXX right.
check_compiler_asked_for() {
  [ -z "${CXX:-}" ] || find_compiler >/dev/null || no_compiler
}

cmake_is_new_enough() {
  found=$(cmake --version 2>/dev/null | sed -n '1s/cmake version //p')
  [ -n "$found" ] && at_least "$found" 3 25
}
