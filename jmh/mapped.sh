#!/usr/bin/env bash
# The step on a mapped file of float rows beside the same step on rows in memory.
#
#   jmh/mapped.sh FOLDER [BYTES]
#
# FOLDER receives MNIST (from $LANEWISE_DATA or ../shared/data) again and again with seeded noise, 8 GB by default, and
# keeps it for the next time; while it is made it needs twice the room. The file is converted and read with 256 MB of
# heap. Warm: alternating, the median of the later steps of 3 processes each. Cold, for root alone: the page cache is
# dropped, then the rate at which the file is read when it is opened.
# JDK: $JAVA, else java. Keep the machine idle. Build first: mvn -q -f .ci/pom.xml -DskipTests package
set -euo pipefail

fail() { printf 'mapped: %s\n' "$*" >&2; exit 1; }

[ $# -ge 1 ] || fail 'usage: jmh/mapped.sh FOLDER [BYTES]'
mkdir -p "$1"
folder=$(cd "$1" && pwd)
bytes=${2:-8589934592}
cd "$(dirname "$0")/.."
java=${JAVA:-java}
steps="--add-modules jdk.incubator.vector -cp jmh/target/benchmarks.jar io.github.lanewise.jmh.MappedSteps"
file=$folder/rows.lanewise
[ -f jmh/target/benchmarks.jar ] || fail 'nothing is built: mvn -q -f .ci/pom.xml -DskipTests package'

if [ ! -f "$file" ]; then
  "$java" $steps write "$folder" "$bytes"
  time "$java" -Xmx256m -jar target/lanewise-cli.jar convert --data "$folder/X.npy" --out "$file"
  rm "$folder/X.npy" "$folder/y.npy"
fi

run() { # kind, loss, threads, steps, heap
  "$java" -Xmx"$5" $steps "$1" "$2" "$3" "$4" "$file" 2>/dev/null
}
of() { sed -n "s/^$1 //p"; }
middle() { sort -n | sed -n 2p; }

cat "$file" >/dev/null
for threads in 1 $(nproc); do
  for loss in softmax hinge; do
    resident='' mapped=''
    for _ in 1 2 3; do
      resident+="$(run resident "$loss" "$threads" 20 3g | of median)"$'\n'
      mapped+="$(run mapped "$loss" "$threads" 6 256m | of median)"$'\n'
    done
    printf '%s %s %s %s\n' "$loss" "$threads" "$(printf '%s' "$resident" | middle)" "$(printf '%s' "$mapped" | middle)" |
      awk '{ printf "%-8s threads=%s: %.2f million rows/s in memory, %.2f mapped: %.2f\n", $1, $2, $3/1e6, $4/1e6, $4/$3 }'
  done
done

# Milliseconds that the disk has been busy.
busy() { awk '{ print $10 }' "/sys/class/block/$(basename "$(df --output=source "$file" | tail -n 1)")/stat"; }

if [ "$(id -u)" = 0 ]; then
  sync
  echo 3 >/proc/sys/vm/drop_caches
  before=$(busy)
  seconds=$(run mapped softmax "$(nproc)" 1 256m | of opening)
  printf '%s %s %s\n' "$seconds" "$(stat -c %s "$file")" "$(($(busy) - before))" |
    awk '{ printf "cold: read when opened at %.0f MB/s, the disk busy for %.0f %% of %.1f s\n", $2/$1/1e6, $3/$1/10, $1 }'
fi
