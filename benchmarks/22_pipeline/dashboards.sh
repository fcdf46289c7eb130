#!/bin/sh
# Makes the dashboards that book/22_dashboard.md reads, book/runs/22_*.txt:
#
#   sh benchmarks/22_pipeline/dashboards.sh [PIPELINE]
#
# The figures are those of your machine and day; what each shows of its
# bottleneck should not be. A dashboard is caught halfway through its run, by a
# terminal of its own, so that permits are seen while they are out.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd)
pipeline=${1:-$root/build/release/bin/pipeline}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -r /usr/include/c++ /usr/include/boost "$folder" 2>/dev/null || true
mkdir "$folder/include"
mv "$folder"/c++ "$folder"/boost "$folder/include" 2>/dev/null || true
cd "$folder"
sync -f include

# The page cache lets go of the input; what is on the disk stays.
forget() {
  find include -type f -exec sh -c '
    for file; do dd if="$file" iflag=nocache count=0 status=none; done' sh {} +
}

# show NAME ARGUMENT...: the frame in the middle of a run.
show() {
  name=$1
  shift
  rm -f packed state
  script -qefc "stty rows 60 cols 100; '$pipeline' pack include packed $*" \
    frames >/dev/null
  {
    printf '$ pipeline pack include packed%s\n' "${*:+ $*}"
    tr -d '\r' <frames | sed 's/\x1b\[[0-9;?]*[A-Za-z]//g' | awk '
      /^=== PIPELINE METRICS/ { ++frames }
      /^packed include|^Script/ { next }
      frames { text[frames] = text[frames] $0 "\n" }
      END { printf "%s", text[int((frames + 1) / 2)] }'
  } >"$root/book/runs/$name"
}

cat include/*/*/* >/dev/null 2>&1 || true
show 22_processors.txt --level=9
forget
show 22_reader.txt
show 22_writer.txt --checkpoint=state --checkpoint-interval=0
show 22_limit.txt --stages=compress,checksum,llm --rate-limit=1500
