#!/bin/sh
# Tests the launcher in a temporary copy, with stand-ins for what it installs
# and builds with. A test is a function whose name is the fact it proves.
#
# usage: launcher_test.sh [TEST...]
set -u
origin=$(cd "$(dirname "$0")/../.." && pwd -P)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0

# --- the machine: $bin is its whole PATH, $state what its stand-ins know -----

stand_in() { # NAME, script on standard input
  { echo '#!/bin/sh'; cat; } >"$bin/$1"
  chmod +x "$bin/$1"
}

new_machine() {
  rm -rf "$scratch/machine"
  copy="$scratch/machine/happens before"
  bin=$scratch/machine/bin
  state=$scratch/machine/state
  mkdir -p "$copy/common/runner" "$copy/lessons/00_start_here" "$bin" "$state"
  cp "$origin/workbook" "$copy"
  cp -R "$origin/common/setup" "$copy/common"
  touch "$copy/CMakeLists.txt" "$copy/CMakePresets.json" \
    "$copy/common/CMakeLists.txt" "$copy/common/runner/main.cpp" \
    "$state/calls" "$state/installed"
  echo "Lesson 00 begins." >"$copy/lessons/00_start_here/expected.txt"
  echo 0 >"$state/uid"
  for tool in awk cat chmod cp df dirname env find flock getconf grep ls \
    mkdir mktemp mv readlink rm sed setarch sh tail touch tr uname; do
    ln -s "$(command -v "$tool")" "$bin/$tool"
  done
  stand_in id <<'SH'
cat "$STATE/uid"
SH
  stand_in sudo <<'SH'
[ -f "$STATE/sudoer" ] || exit 1
[ "$1" != -n ] || shift
exec "$@"
SH
  stand_in dpkg <<'SH'
echo "dpkg $*" >>"$STATE/calls"
rm -f "$STATE/cut-off"
SH
  stand_in dpkg-query <<'SH'
echo "dpkg-query" >>"$STATE/calls"
for name; do grep -qx -e "$name" "$STATE/installed" && echo "installed $name"; done
SH
  stand_in apt-get <<'SH'
echo "apt-get $*" >>"$STATE/calls"
case "$*" in
  update*) [ ! -f "$STATE/offline" ] && rm -f "$STATE/no-lists"; exit 0 ;;
  *) [ ! -f "$STATE/no-lists" ] || { echo "E: Unable to locate package cmake"; exit 100; } ;;
esac
case "$*" in
  *--assume-no*)
    echo "1 upgraded, 80 newly installed, 0 to remove and 5 not upgraded."
    echo "Need to get 1,200 kB/94.0 MB of archives."
    echo "After this operation, 370 MB of additional disk space will be used."
    exit 1
    ;;
esac
if [ -f "$STATE/cut-off" ]; then
  echo "E: dpkg was interrupted, you must manually run 'dpkg --configure -a'"
  exit 100
elif [ -f "$STATE/stale-lists" ]; then
  rm "$STATE/stale-lists"
  echo "E: Failed to fetch cmake.deb 404 Not Found"
  exit 100
fi
for name; do echo "$name"; done >>"$STATE/installed"
echo "pmstatus:cmake:50.0000:Unpacking cmake (amd64)"
SH
  for compiler in g++ other++; do
    stand_in "$compiler" <<'SH'
grep -qx -e g++ "$STATE/installed" || exit 127
version=12.2.0
[ ! -f "$STATE/old-compiler" ] || version=11.4.0
case $1 in
  --version) echo "g++ $version, Free Software Foundation" ;;
  -dumpfullversion) echo "$version" ;;
esac
SH
  done
  stand_in cmake <<'SH'
grep -qx cmake "$STATE/installed" || exit 127
[ "$1" != --version ] || { echo "cmake version 3.25.1"; exit; }
echo "cmake $*" >>"$STATE/calls"
[ ! -f "$STATE/broken" ] || { echo "main.cpp:1: error: broken"; exit 1; }
mkdir -p build/dev/bin
case $1 in
  --build)
    if [ -f "$STATE/kill" ]; then
      rm "$STATE/kill"
      touch "$STATE/cut-off-build"
      kill -KILL "$(cat "$STATE/launcher")"
      exit 1
    fi
    if [ -f "$STATE/cut-off-build" ] && [ -f build/dev/half ]; then exit 1; fi
    printf '#!/bin/sh\necho "runner in $PWD:"; for a; do echo "<$a>"; done\n' \
      >build/dev/bin/workbook-runner
    chmod +x build/dev/bin/workbook-runner
    echo "[1/3] Building main.cpp"
    ;;
  *)
    touch build/dev/half
    [ ! -f "$STATE/cut-off-build" ] || rm -f build/dev/half
    echo "CMAKE_CXX_COMPILER:FILEPATH=$CXX" >build/dev/CMakeCache.txt
    ;;
esac
SH
  stand_in ninja </dev/null
  stand_in true </dev/null
}

# Starts the launcher without a terminal, HOME or locale; sets $code, $output.
start() {
  # shellcheck disable=SC2016
  output=$(env -i PATH="$bin" STATE="$state" LC_ALL=C ${CXX:+CXX="$CXX"} \
    sh -c 'echo $$ >"$STATE/launcher"; exec "$@"' - "$copy/workbook" "$@" \
    </dev/null 2>&1)
  code=$?
}

# The same on a terminal, where somebody types $1.
start_on_a_terminal() {
  output=$(printf '%s\n' "$1" | env -i PATH="$bin:$PATH" STATE="$state" \
    TERM=xterm script -qec "'$copy/workbook'" /dev/null 2>&1)
  code=$?
}

# --- what a test expects ----------------------------------------------------

complain() { reasons="$reasons
  $1"; }

expect_code() { [ "$code" = "$1" ] || complain "exit code $code, expected $1"; }

expect_output() {
  case $output in *"$1"*) ;; *) complain "does not say: $1" ;; esac
}

expect_calls() { # NUMBER PATTERN
  calls=$(grep -c -e "$2" "$state/calls")
  [ "$calls" = "$1" ] || complain "$calls calls of '$2', expected $1"
}

# --- the tests --------------------------------------------------------------

help_needs_no_set_up() {
  for arguments in --help "test --help" "doctor -h"; do
    # shellcheck disable=SC2086
    start $arguments
    expect_code 0
    expect_output "./workbook check [ID...]"
  done
  expect_calls 0 .
}

root_without_a_terminal_goes_on() {
  start check 07a
  expect_code 0
  expect_output "81 packages, 1,200 kB of 94.0 MB to download, 370 MB on disk"
  expect_output "<check>
<07a>"
  expect_calls 1 "^apt-get install -y"
}

without_a_right_it_prints_the_one_command() {
  echo 1000 >"$state/uid"
  start
  expect_code 3
  expect_output "try: sudo apt-get install --no-install-recommends g++ cmake"
  expect_calls 0 "^apt-get install -y"
}

sudo_without_a_password_goes_on() {
  echo 1000 >"$state/uid"
  touch "$state/sudoer"
  start
  expect_code 0
  expect_calls 1 "^apt-get install -y"
}

a_second_start_asks_for_no_package() {
  start
  : >"$state/calls"
  start list
  expect_code 0
  expect_output "<list>"
  expect_calls 0 .
}

a_link_and_another_folder_find_the_workbook() {
  start
  mkdir "$scratch/machine/else where"
  ln -s "../happens before/workbook" "$scratch/machine/else where/wb"
  cd "$scratch/machine/else where" || return
  output=$(env -i PATH="$bin" STATE="$state" ./wb check --file "my answer")
  code=$?
  cd "$origin" || return
  expect_code 0
  expect_output "else where:"
  expect_output "<my answer>"
}

a_changed_source_builds_the_runner_again() {
  start
  : >"$state/calls"
  touch -d "1 minute" "$copy/common/runner/main.cpp"
  start
  expect_code 0
  expect_calls 1 "^cmake --build"
  expect_calls 0 "^apt-get"
}

a_folder_that_moved_is_built_again() {
  start
  : >"$state/calls"
  mv "$copy" "$copy 2"
  copy="$copy 2"
  start
  expect_code 0
  expect_calls 1 "^cmake --build"
  expect_calls 0 "^apt-get"
}

another_compiler_configures_afresh() {
  start
  : >"$state/calls"
  CXX=other++
  start
  start
  unset CXX
  start
  expect_code 0
  expect_calls 1 "^cmake --fresh --preset dev"
  expect_calls 1 "^cmake --build"
}

a_compiler_that_is_not_there_is_said_first() {
  CXX=nope
  start
  unset CXX
  expect_code 3
  expect_output "Looked for: nope (not on PATH)."
  expect_calls 0 .
}

an_old_compiler_is_refused() {
  touch "$state/old-compiler"
  start
  expect_code 3
  expect_output "error: no C++20 compiler"
  expect_output "g++ (11.4.0; 12 or newer is needed)"
}

an_unknown_distribution_gets_names() {
  rm "$bin/apt-get" "$bin/dpkg-query"
  start
  expect_code 3
  expect_output "error: no apt-get here, and tools are missing"
  expect_output "dnf install gcc-c++ cmake"
}

an_unknown_distribution_with_the_tools_goes_on() {
  printf 'g++\ncmake\n' >"$state/installed"
  rm "$bin/apt-get" "$bin/dpkg-query"
  start list
  expect_code 0
  expect_output "<list>"
}

lists_are_fetched_only_when_missing() {
  touch "$state/no-lists"
  start
  expect_code 0
  expect_calls 1 "^apt-get update"
  expect_calls 1 "^apt-get install -y"
}

offline_on_a_bare_machine_is_an_error() {
  touch "$state/no-lists" "$state/offline"
  start
  expect_code 3
  expect_output "error: this system has no package cmake"
}

lists_out_of_date_are_fetched_again() {
  touch "$state/stale-lists"
  start
  expect_code 0
  expect_calls 1 "^apt-get update"
  expect_calls 2 "^apt-get install -y"
}

an_interrupted_dpkg_is_finished_first() {
  touch "$state/cut-off"
  start
  expect_code 0
  expect_calls 1 "^dpkg --configure -a"
  expect_calls 2 "^apt-get install -y"
}

a_build_that_was_killed_is_made_again() {
  touch "$state/kill"
  { start; } 2>/dev/null
  [ "$code" -gt 128 ] || complain "was not killed: $code"
  start list
  expect_code 0
  expect_output "<list>"
}

a_build_that_fails_says_where_and_why() {
  touch "$state/broken"
  start
  expect_code 3
  expect_output "error: the runner could not be built"
  expect_output "main.cpp:1: error: broken"
  expect_output "try: ./workbook doctor"
  rm "$state/broken"
  start
  expect_code 0
}

two_at_once_set_up_once() {
  env -i PATH="$bin" STATE="$state" "$copy/workbook" list </dev/null \
    >"$state/other" 2>&1 &
  start list
  wait $!
  expect_code 0
  expect_output "<list>"
  output=$(cat "$state/other")
  expect_output "<list>"
  expect_calls 1 "^apt-get install -y"
  expect_calls 1 "^cmake --build"
}

an_unwritable_build_folder_is_an_error() {
  touch "$copy/build"
  start
  expect_code 3
  expect_output "error: cannot write to"
}

a_set_is_installed_by_name() {
  start setup bench
  expect_code 0
  expect_output "Ready: ./workbook"
  expect_calls 1 "^apt-get install -y .*libdw-dev.*libbenchmark-dev"
  start setup peers
  expect_code 0
  expect_calls 1 "^apt-get install -y .*libtbb-dev"
  start setup nonsense
  expect_code 2
}

the_tests_install_their_own_list() {
  start test --fast
  expect_code 0
  expect_output "<--fast>"
  expect_calls 1 "^apt-get install -y .*libbenchmark-dev.*libboost-fiber-dev"
  : >"$state/calls"
  start test
  expect_calls 1 "^dpkg-query"
  expect_calls 0 "^cmake"
}

doctor_works_where_nothing_can_be_built() {
  rm "$bin/cmake"
  start doctor
  expect_code 3
  expect_output "missing: g++ cmake"
  expect_output "error: this machine is not ready"
  expect_calls 0 "^apt-get"
}

on_a_terminal_it_asks() {
  command -v script >/dev/null || return 0
  start_on_a_terminal n
  expect_code 3
  expect_output "Install them now? [Y/n]"
  expect_calls 0 "^apt-get install -y"
  start_on_a_terminal y
  expect_code 0
  expect_output "Lesson 00 begins."
  expect_output "runner in"
}

# ----------------------------------------------------------------------------

[ "$#" -gt 0 ] || {
  # shellcheck disable=SC2046
  set -- $(sed -n '/^# --- the tests/,$ s/^\([a-z_]*\)() {$/\1/p' "$0")
}
for name; do
  reasons=
  new_machine
  "$name"
  if [ -z "$reasons" ]; then
    passed=$((passed + 1))
    echo "ok      $name"
  else
    failed=$((failed + 1))
    printf 'FAILED  %s%s\n%s\n' "$name" "$reasons" "$output"
  fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
