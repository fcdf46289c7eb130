# shellcheck shell=sh
# Configures with CMake and builds the runner. Sourced by the launcher; uses
# $root, $ready, messages.sh, packages.sh and compiler.sh.
# shellcheck disable=SC2154

# Exists while a set-up is at work. Found at the beginning, it says that the
# last one was cut off. At the end it becomes $ready and keeps its time, so that
# a file saved meanwhile counts as newer.
started=$root/build/.setup-started

# Makes build/ and takes its lock (descriptor 9), waiting for another set-up.
prepare_build_folder() {
  mkdir -p "$root/build" 2>/dev/null
  if ! (: >>"$root/build/.setup.lock") 2>/dev/null; then
    fail 3 "cannot write to $root/build" \
      "Everything that is built goes there." "try: ls -ld '$root' '$root/build'"
  fi
  exec 9>>"$root/build/.setup.lock"
  if command -v flock >/dev/null && ! flock -n 9; then
    say "another ./workbook is setting up; waiting for it" >&2
    flock 9
  fi
  trap 'interrupted 130' INT
  trap 'interrupted 143' TERM
  trap 'interrupted 129' HUP
  : >"$log"
}

cached_compiler() {
  sed -n 's/^CMAKE_CXX_COMPILER:[A-Z]*=//p' \
    "$root/build/dev/CMakeCache.txt" 2>/dev/null
}

# Runs in a subshell: cmake reads its presets from the current folder.
run_cmake() (cd "$root" && CXX=$compiler NINJA_STATUS='[%f/%t] ' cmake "$@")

configure() {
  known=$(cached_compiler)
  fresh=
  [ -z "$known" ] || [ "$known" = "$compiler" ] || fresh=--fresh
  # shellcheck disable=SC2086
  run_step "configuring" run_cmake $fresh --preset dev && return
  # A cache that was cut off, or came with a folder that has moved.
  [ -n "$known" ] && run_step "configuring" run_cmake --fresh --preset dev
}

build() { run_step "building the runner" \
  run_cmake --build build/dev --target workbook-runner; }

build_runner() {
  check_tools
  # What was configured before stays, unless $CXX says otherwise.
  if [ -n "${CXX:-}" ] || ! compiler=$(command -v "$(cached_compiler)"); then
    compiler=$(find_compiler) || no_compiler
  fi
  if ! cmake_is_new_enough; then
    fail 3 "cmake ${found:-} is too old" \
      "3.25 or newer is needed; Debian bookworm and Ubuntu 24.04 have it." \
      "try: ./workbook doctor"
  fi
  was_cut_off=no
  [ ! -f "$started" ] || was_cut_off=yes
  printf '%s\n' "$compiler" "$root" >"$started"
  if ! { configure && build; } &&
    ! { [ "$was_cut_off" = yes ] && rm -rf "$root/build/dev" &&
      configure && build; }; then
    rm -f "$started"
    step_failed "the runner could not be built" "./workbook doctor"
  fi
  mv "$started" "$ready"
}
