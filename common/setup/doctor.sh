# shellcheck shell=sh
# What this machine has and what is missing. Where the runner is built, it says
# more; where it cannot be built, a shell is enough. Sourced by the launcher.
# shellcheck disable=SC2154

fact() { printf '%-11s %s\n' "$1" "$2"; }

doctor() {
  verdict=0
  runner_says=0
  fact system "$(. /etc/os-release 2>/dev/null && echo "${PRETTY_NAME:-}"), \
$(uname -sm), $(getconf _NPROCESSORS_ONLN) processors"
  [ "$(uname -sm)" = "Linux x86_64" ] ||
    fact "" "only Linux on x86_64 is tested; elsewhere use .devcontainer"
  doctor_packages
  if runner_is_current; then
    "$runner" doctor || runner_says=$?
  else
    doctor_compilers
    doctor_build_tools
    doctor_sanitizer
    fact runner "not built, or older than its sources; ./workbook builds it"
  fi
  say ""
  names_elsewhere
  if [ "$verdict" != 0 ]; then
    say "" >&2
    fail "$verdict" "this machine is not ready" \
      "The first lines say what is missing." "try: ./workbook setup"
  fi
  return "$runner_says"
}

doctor_compilers() {
  if chosen=$(find_compiler); then
    fact compiler "$(version_of "$chosen") ($chosen), C++20 and ThreadSanitizer"
  else
    fact compiler "none of use. $(compilers_seen)"
    verdict=3
  fi
}

doctor_build_tools() {
  if cmake_is_new_enough; then
    fact cmake "$found"
  else
    fact cmake "${found:-not on PATH}; 3.25 or newer is needed"
    verdict=3
  fi
  if command -v ninja >/dev/null; then
    fact ninja "$(ninja --version)"
  else
    fact ninja "not on PATH"
    verdict=3
  fi
}

doctor_packages() {
  if ! command -v apt-get >/dev/null; then
    fact packages "no apt-get here: cannot tell which are installed"
    return
  fi
  for name in start bench test; do
    absent=$(missing_packages "$name" | in_one_line)
    if [ -z "$absent" ]; then
      fact "$name" "all packages are there"
    else
      fact "$name" "missing: $absent"
      [ "$name" != start ] || verdict=3
    fi
  done
}

# With more than 28 random bits in addresses, ThreadSanitizer of the older
# compilers finds its memory taken, in some starts or in all. The judge then
# uses setarch -R, which a container may refuse. Only root may read the number.
doctor_sanitizer() {
  [ -n "$chosen" ] || return 0
  bits=$(cat /proc/sys/vm/mmap_rnd_bits 2>/dev/null) || bits="not readable"
  probe=$(mktemp) || return
  build_probe "$chosen" "$probe"
  if runs_five_times "$probe"; then
    found="programs run as they are"
  elif runs_five_times setarch -R "$probe"; then
    found="programs run with setarch -R"
  else
    found="programs do not run, with setarch -R neither: real threads do without"
  fi
  rm -f "$probe"
  fact sanitizer "$found (vm.mmap_rnd_bits: $bits)"
}

runs_five_times() {
  for _ in 1 2 3 4 5; do
    "$@" >/dev/null 2>&1 || return
  done
}
