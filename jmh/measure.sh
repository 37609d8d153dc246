#!/usr/bin/env bash
# Measures everything that docs/benchmarks.md reports, and makes its tables and charts.
#
#   jmh/measure.sh quick|full FOLDER JDK_HOME...
#
# quick takes 2 forks (about 20 minutes for each JDK), full 5 (about 50): compilation differs from process to process more
# than from second to second. The other libraries are measured on the last JDK only. FOLDER receives JMH's results and
# logs, the charts, and results.md, the end of docs/benchmarks.md.
# PARTS="products steps" measures these alone; all are: products peers steps hinge growth exp softmax predict trainers torch.
# Keep the machine idle meanwhile. Build first: mvn -q -f .ci/pom.xml -DskipTests package
set -euo pipefail

fail() { printf 'measure: %s\n' "$*" >&2; exit 1; }

[ $# -ge 3 ] || fail 'usage: jmh/measure.sh quick|full FOLDER JDK_HOME...'
case "$1" in
  quick) forks=2 peer_forks=1 torch_seconds=2 ;;
  full) forks=5 peer_forks=2 torch_seconds=10 ;;
  *) fail "unknown: $1 (expected quick or full)" ;;
esac
time='-wi 3 -w 500ms -i 3 -r 500ms'
mkdir -p "$2"
folder=$(cd "$2" && pwd)
shift 2
jdks=("$@")
cd "$(dirname "$0")/.."
jar=jmh/target/benchmarks.jar
[ -f "$jar" ] || fail "no $jar: mvn -q -f .ci/pom.xml -DskipTests package"
parts=" ${PARTS:-products peers steps hinge growth exp softmax predict trainers torch} "

square='2048 1024 200 128 64'
oblong='512,512,128 4096,2048,1000 4096,784,128 1000,1000,1000'
shapes="$(for n in $square; do printf '%s,%s,%s ' "$n" "$n" "$n"; done)$oblong"

wanted() { [[ $parts == *" $1 "* ]]; }
release() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"; }
shape() { printf -- '-p n=%s -p d=%s -p c=%s' ${1//,/ }; }

# One process of JMH; its results are FOLDER/$1.json, and files with equal names up to the first point are one run.
measure() {
  printf '%s %s\n' "$(date +%T)" "$1" >&2
  "$jdk/bin/java" -jar "$jar" "${@:2}" -foe true -prof gc -rf json -rff "$folder/$1.json" \
    >"$folder/$1.log" 2>&1 || fail "see $folder/$1.log"
}

product() { # name, shape, threads, precision, further arguments
  local options="$(shape "$2") -t $3 -p precision=$4 ${*:5} $time"
  measure "$1.ours" 'PeakBenchmark.fma$' 'GemmBenchmark.multiply$' $options -f "$forks"
}

products() {
  local s
  for s in $shapes; do product "products-$s-$of" "$s" 1 float; done
  for s in 2048,2048,2048 1024,1024,1024; do
    product "products-$s-double-$of" "$s" 1 double
    product "products-$s-threads2-$of" "$s" 2 float
  done
  mkdir -p "$folder/avx2"
  product "avx2/products-1024,1024,1024-$of" 1024,1024,1024 1 float -jvmArgsAppend -XX:UseAVX=2
}

peers() {
  local s
  for s in $shapes; do
    wanted products || product "products-$s-$of" "$s" 1 float
    measure "products-$s-$of.peers" 'GemmPeersBenchmark' $(shape "$s") $time -f "$peer_forks"
  done
  s=1024,1024,1024
  wanted products || product "products-$s-double-$of" "$s" 1 double
  measure "products-$s-double-$of.peers" 'GemmPeersBenchmark' $(shape "$s") $time -f "$peer_forks" \
    -p precision=double -p peer=openblas,netlib,ejml,ojalgo,commons-math
}

steps() {
  local threads s run
  for threads in 1 2; do
    for s in 60000,784,10 4096,784,10 4096,3072,10 16384,128,16 100000,384,100 4096,2048,1000 \
      4096,3072,1000 2048,512,100000; do
      run="steps-$s-threads$threads-$of"
      measure "$run.host" PeakBenchmark -t "$threads" $time -f "$forks"
      case "$s" in
        60000,*) measure "$run.step" StepBenchmark $(shape "$s") -p threads="$threads" $time -f "$forks" \
          -p loss=softmax,hinge -p features=float,byte ;;
        *) measure "$run.step" StepBenchmark $(shape "$s") -p threads="$threads" $time -f "$forks" \
          -p loss=softmax ;;
      esac
    done
  done
}

hinge() {
  local run="hinge-4096,2048,1000-$of"
  measure "$run.host" PeakBenchmark $time -f "$forks"
  measure "$run.step" StepBenchmark $(shape 4096,2048,1000) $time -f "$forks" -p loss=hinge -p violated=1,0.01,0
}

growth() { # Each file is a series.
  local features options="StepBenchmark -p loss=softmax $time -f $forks"
  measure "growth-n-$of" $options -p n=10000,100000,1000000 -p d=784 -p c=10 -p features=byte
  for features in byte float; do
    measure "growth-d-$features-$of" $options -p n=4096 -p d=784,1568,3136,6272 -p c=10 -p features="$features"
    measure "growth-c-$features-$of" $options -p n=4096 -p d=784 -p c=64,128,256,512 -p features="$features"
  done
}

exp() { measure "exp-$of" ExpBenchmark -p precision=float,double $time -f "$forks"; }

softmax() {
  local s
  for s in 1024,10 64,1000; do
    measure "softmax-$s-$of" SoftmaxBenchmark -p n="${s%,*}" -p c="${s#*,}" -p precision=float,double $time -f "$forks"
  done
}

predict() { measure "predict-$of" 'PredictBenchmark' 'PeakBenchmark.fma$' $time -f "$forks"; }

trainers() {
  local options="TrainingPeersBenchmark -f $peer_forks -wi 2 -i 2 -w 1s -r 1s"
  measure "trainers-mnist-$of" $options
  measure "trainers-debian-sections-$of" $options -p data=debian-sections \
    -p learner=pass-softmax,sgd-softmax,lazy-softmax,tribuo-softmax,liblinear-softmax,pass-hinge,sgd-hinge,lazy-hinge,tribuo-hinge,liblinear-hinge
}

torch() {
  printf '%s torch\n' "$(date +%T)" >&2
  jmh/peers/step_torch.py --java "$jdk/bin/java" --seconds "$torch_seconds" --json "$folder/torch.json" \
    >"$folder/torch.md" 2>"$folder/torch.log" || fail "see $folder/torch.log"
}

host() {
  printf '%s, %s processors; Linux %s\n' "$(cpu)" "$(nproc)" "$(uname -r)"
  for jdk in "${jdks[@]}"; do "$jdk/bin/java" -version 2>&1 | sed -n 2p; done
  printf 'commit %s\n' "$(git rev-parse --short HEAD)"
  grep -hos '^.*Core: .*' "$folder"/products-*.peers.log | sort -u | sed 's/.*Core:/OpenBLAS, core:/' || true
}
cpu() { sed -n '/^model name/{s/.*: //p;q}' /proc/cpuinfo; }

for jdk in "${jdks[@]}"; do
  of="jdk$(release "$jdk")"
  for part in products steps hinge growth exp softmax predict; do
    if wanted "$part"; then "$part"; fi
  done
done
# $jdk and $of are the last ones now.
for part in peers trainers torch; do
  if wanted "$part"; then "$part"; fi
done

report() { # folder with results
  local source="$(cpu), $(nproc) processors; $forks forks: medians, and whiskers from the worst to the best"
  "${jdks[-1]}/bin/java" -cp "$jar" io.github.lanewise.jmh.report.Report "$1" "$source" \
    $(find "$1" -maxdepth 1 -name '*.json' | sort -V)
}

title() { sed -n '/<title>/{s:.*<title>\(.*\)</title>.*:\1:p;q}' "$folder/$1.svg"; }

results() {
  local chart
  printf '## Results\n\n'
  sed 's/$/  /' "$folder/host.md"
  for chart in products steps peers torch; do
    if [ -f "$folder/$chart.svg" ]; then printf '\n![%s](benchmarks/%s.svg)\n' "$(title "$chart")" "$chart"; fi
  done
  printf '\n'
  cat "$folder/tables.md"
  if [ -f "$folder/avx2/tables.md" ]; then
    printf '\n### With 256-bit vectors (-XX:UseAVX=2)\n\n'
    sed '/^###/d' "$folder/avx2/tables.md"
  fi
  if [ -f "$folder/torch.md" ]; then printf '\n### PyTorch\n\n' && cat "$folder/torch.md"; fi
}

host >"$folder/host.md"
report "$folder"
if [ -d "$folder/avx2" ]; then report "$folder/avx2"; fi
results >"$folder/results.md"
cat "$folder/results.md"
