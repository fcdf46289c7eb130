# shellcheck shell=sh
# Which packages a set needs, which are missing, and how they get here.
# Sourced by the launcher; uses $root and messages.sh.
# shellcheck disable=SC2154

packages_file=$root/common/setup/packages.txt

# expand_sets [SET...]: the sets that these stand on, and they themselves.
expand_sets() {
  sets=start
  for name; do
    case $name in
      start) ;;
      bench) sets="$sets bench" ;;
      capstone) sets="$sets capstone" ;;
      peers) sets="$sets bench peers" ;;
      test) sets="$sets bench capstone test" ;;
      *)
        fail 2 "no set \"$name\"" "The sets are start, bench, capstone, peers and test." \
          "try: ./workbook setup"
        ;;
    esac
  done
  say "$sets"
}

# names_in SETS COLUMN: that column of packages.txt.
names_in() {
  awk -v sets=" $1 " -v column="$2" '
    /^[a-z]/ && index(sets, " " $1 " ") && !seen[$column]++ { print $column }
  ' "$packages_file"
}

why_of() {
  awk -v package="$1" '/^[a-z]/ && $2 == package {
    sub(/^([^ ]+ +)([^ ]+ +)([^ ]+ +)([^ ]+ +)([^ ]+ +)([^ ]+ +)/, ""); print
  }' "$packages_file"
}

# A tool that came without a package counts if it is good enough.
is_provided() {
  case $1 in
    g++) find_compiler >/dev/null ;;
    cmake) cmake_is_new_enough ;;
    ninja-build) command -v ninja >/dev/null ;;
    git | shellcheck | rustc) command -v "$1" >/dev/null ;;
    golang-go) command -v go >/dev/null ;;
    default-jdk-headless) command -v javac >/dev/null ;;
    *) return 1 ;;
  esac
}

has_apt() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

# missing_packages SETS: one a line; none on a system without apt-get, where
# check_tools looks for what it can.
missing_packages() {
  has_apt || return 0
  wanted=$(names_in "$1" 2)
  # shellcheck disable=SC2086,SC2016
  present=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $wanted \
    2>/dev/null | sed -n 's/^installed //p' | tr '\n' ' ')
  for package in $wanted; do
    case " $present" in
      *" $package "*) ;;
      *) is_provided "$package" || say "$package" ;;
    esac
  done
}

missing_tools() {
  is_provided g++ || printf 'a C++20 compiler, '
  is_provided cmake || printf 'cmake 3.25 or newer, '
  is_provided ninja-build || printf 'ninja, '
}

apt() { as_root env DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get "$@"; }

as_root() {
  case $right in
    root) "$@" ;;
    sudo) sudo "$@" ;;
  esac
}

# What apt-get would do, without a lock and without a right.
plan_installation() {
  LC_ALL=C apt-get install --no-install-recommends --assume-no \
    -o Debug::NoLocking=1 "$@" </dev/null 2>&1
}

lists_are_missing() {
  case $1 in
    *"Unable to locate package"* | *"no installation candidate"*) return 0 ;;
    *) return 1 ;;
  esac
}

# The one command that does it by hand.
by_hand() {
  sudo=
  [ "$(id -u)" = 0 ] || sudo='sudo '
  update=
  ! lists_are_missing "$plan" || update="${sudo}apt-get update && "
  say "$update${sudo}apt-get install --no-install-recommends $*"
}

no_right() {
  fail 3 "$# packages are missing, and nobody here may install them" \
    "Missing: $*." "All else happens inside this folder, without root." \
    "try: $(by_hand "$@")"
}

explain_installation() {
  say "Happens Before needs $# packages of this system:"
  for package; do
    printf '  %-21s %s\n' "$package" "$(why_of "$package")"
  done
  printf '%s\n' "$plan" | awk '
    / newly installed/ { packages = $1 + $3 }
    /^After this operation/ { disk = $4 " " $5 }
    /^Need to get / {
      gsub(/^Need to get | of archives.*/, "")
      sub(/\//, " of ")
      download = $0
    }
    END {
      if (packages)
        printf "With what they need: %d packages, %s to download, %s on disk.\n",
               packages, download, disk
      else
        print "How much that is can be told when apt-get has fetched its lists."
    }'
}

# choose_right PACKAGE...: sets $right, or fails with the command to type.
choose_right() {
  if [ "$(id -u)" = 0 ]; then
    right=root
  elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    right=sudo
  elif command -v sudo >/dev/null && [ "$interactive" = yes ]; then
    right=password
  else
    no_right "$@"
  fi
  if [ "$interactive" = yes ]; then
    printf 'Install them now? [Y/n] '
    read -r answer || answer=n
    case $answer in
      '' | [Yy]*) ;;
      *)
        fail 3 "$# packages are missing" "Nothing was installed." \
          "try: $(by_hand "$@")"
        ;;
    esac
  fi
  if [ "$right" = password ]; then
    sudo -v || no_right "$@"
    right=sudo
  fi
}

# WHY the loop: apt-get update does not wait for the lock of its lists.
update_lists() {
  tries=0
  until run_step "fetching the package lists" apt update -qq; do
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || break
    tail -n 4 "$log" | grep -q "Could not get lock" || break
    sleep 5
  done
}

install_packages() {
  plan=$(plan_installation "$@")
  explain_installation "$@"
  choose_right "$@"
  lesson=$root/lessons/00_start_here/expected.txt
  if [ "$interactive" = yes ] && [ -f "$lesson" ]; then
    say "" "To read meanwhile, lesson 00:"
    say ""
    cat "$lesson"
    say ""
  fi
  updated=no
  finished=no
  if lists_are_missing "$plan"; then
    update_lists
    updated=yes
    plan=$(plan_installation "$@")
    if lists_are_missing "$plan"; then
      fail 3 "this system has no package $(printf '%s\n' "$plan" | sed -n \
        's/^E: Unable to locate package //p' | in_one_line)" \
        "Debian bookworm, Ubuntu 24.04 and later have it, and fetching lists needs a network." \
        "try: ./workbook doctor"
    fi
  fi
  until run_step "installing" apt install -y -q --fix-broken \
    --no-install-recommends -o APT::Status-Fd=1 -o Dpkg::Use-Pty=0 \
    -o DPkg::Lock::Timeout=600 "$@"; do
    # Lists that are out of date name files that are gone.
    if [ "$updated" = no ] && grep -q "Failed to fetch" "$log"; then
      update_lists
      updated=yes
    # An earlier set-up, or anything else, was cut off in the middle of dpkg.
    elif [ "$finished" = no ] && grep -q "dpkg was interrupted" "$log"; then
      run_step "finishing an interrupted installation" \
        as_root dpkg --configure -a
      finished=yes
    else
      step_failed "apt-get could not install the packages" "$(by_hand "$@")"
    fi
  done
}

# On a system without apt-get: all of it is there already, or names to install.
check_tools() {
  has_apt && return
  tools=$(missing_tools)
  [ -n "$tools" ] || return 0
  fail 3 "no apt-get here, and tools are missing" \
    "Missing: ${tools%, }." "$(names_elsewhere)" "try: ./workbook doctor"
}

names_elsewhere() {
  say "Names for other systems, untested:"
  column=2
  for manager in "dnf install" "pacman -S" "zypper install" "brew install"; do
    column=$((column + 1))
    say "  $manager $(names_in "start bench test" "$column" | in_one_line)"
  done
}
