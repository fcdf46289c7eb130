# shellcheck shell=sh
# What the launcher says. Sourced by it; uses $root.
# shellcheck disable=SC2154

log=$root/build/setup.log

say() { printf '%s\n' "$*"; }

in_one_line() { tr '\n' ' ' | sed 's/ $//'; }

# fail CODE FACT [LINE...]: an error, as every part of the workbook prints it.
fail() {
  code=$1
  printf 'error: %s\n' "$2" >&2
  shift 2
  for line; do
    printf '%s\n' "$line" | sed 's/^/  /' >&2
  done
  exit "$code"
}

# Is there somebody to ask, and a screen to show progress on?
interactive=no
if [ -t 0 ] && [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; then interactive=yes; fi

interrupted() {
  printf '\ninterrupted; ./workbook goes on where it stopped\n' >&2
  exit "$1"
}

asks_for_help() {
  for argument; do
    case $argument in
      --) return 1 ;;
      -h | --help) return 0 ;;
    esac
  done
  return 1
}

print_commands() {
  cat <<'TEXT'
Happens Before: a workbook of C++20 concurrency

  ./workbook                     set up if needed, then watch the next exercise
  ./workbook setup [SET]         install and build for start (the default),
                                 bench, peers or test
  ./workbook doctor              what this machine has, and what is missing

  ./workbook check [ID...]       judge your answers; an ID is one like 07a
  ./workbook list                all lessons and exercises, and your progress
  ./workbook next                the exercise to do now
  ./workbook open ID             its file, in your editor
  ./workbook step ID             be the scheduler of your program
  ./workbook replay ID CODE      one execution again, by the code of its verdict
  ./workbook hint ID             one hint more
  ./workbook solution ID         the solution, once yours is accepted
  ./workbook reset ID            begin again; your answer is kept as a copy
  ./workbook lesson NN           run a lesson
  ./workbook bench NN            naive, solution and yours, side by side
  ./workbook book                read the chapter
  ./workbook report              your progress, for a teacher

  ./workbook test [--fast]       the project's own tests
  ./workbook dev check [ID...]   prove the exercises themselves (CONTRIBUTING.md)

Each command has --help once the runner is built.
Exit: 0 fine, 1 rejected, 2 wrong call, 3 broken environment, 4 inconclusive.
TEXT
}

# run_step LABEL COMMAND...: runs the command with its progress on the screen
# and its output in the log; returns its exit code.
run_step() {
  label=$1
  shift
  code_file=$root/build/.setup.code
  rm -f "$code_file"
  { "$@" </dev/null 2>&1; echo $? >"$code_file"; } 2>/dev/null |
    show_progress "$label"
  read -r code <"$code_file" || code=1
  return "$code"
}

# Reads what apt-get (with APT::Status-Fd=1), cmake and ninja print. A terminal
# gets one line that moves, anything else a line at each quarter.
show_progress() {
  told=
  [ "$interactive" = yes ] || say "$1" >&2
  while IFS= read -r line; do
    stage=$1
    percent=
    what=
    case $line in
      dlstatus:*:*:* | pmstatus:*:*:*)
        case $line in d*) stage=downloading ;; esac
        what=${line#*:*:} # 45.6:Unpacking g++
        percent=${what%%[.:]*}
        what=${what#*:}
        ;;
      \[*/*\]\ *)
        what=${line#*\] }
        step=${line#\[} # 12/40] Building main.cpp
        total=${step#*/}
        total=${total%%\]*}
        # Ninja counts its own housekeeping apart, as one or two steps.
        [ "$total" -gt 2 ] || what=
        percent=$((100 * ${step%%/*} / total))
        ;;
      *"Waiting for cache lock"*) what="waiting for another apt to finish" ;;
    esac
    case $line in
      [dp][lm]status:*) ;;
      *) printf '%s\n' "$line" ;;
    esac >&8 2>/dev/null # a full disk is told by step_failed
    [ -n "$what" ] || continue
    if [ "$interactive" = yes ]; then
      printf '\r\033[K%s %3s %% %.50s' "$stage" "${percent:---}" "$what"
      continue
    fi
    news="$stage: $what"
    [ -z "$percent" ] || news="$stage: $((percent / 25 * 25)) %"
    [ "$news" = "$told" ] || [ "${percent:-25}" -lt 25 ] || say "$news" >&2
    told=$news
  done 8>>"$log"
  [ "$interactive" = no ] || printf '\r\033[K'
}

# step_failed FACT TRY: the end of the log, and what to do.
step_failed() {
  left=$(df -Pk "$root/build" | awk 'NR == 2 { print $4 }')
  if [ "${left:-99999}" -lt 10240 ]; then
    fail 3 "the disk is full" "$left kB are left for $root/build." \
      "try: df -h ."
  fi
  fail 3 "$1" "$(tail -n 15 "$log")" "The whole log: build/setup.log" "try: $2"
}
