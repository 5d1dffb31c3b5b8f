/** Seconds of load before the window's first edge and behind its second: it runs through both. */
export const aroundSeconds = 0.4;

/** The lines at which the window begins and ends. */
export const h2loadEdges = { first: "stackbench-begin", last: "stackbench-end" };

/** Of h2load's log, a line a request: when it was sent, µs since 1970; its status, -1 where the stream failed; how long it took, µs. */
const reduce = `
{
  if ($2 == expected) everRight++
  done = $1 + $3
  if (done < begin || done >= end) next
  statuses[$2]++
  if ($2 == expected) times[$3]++
}
END {
  printf "stackbench-window %.0f %.0f\\n", end - begin, everRight
  for (status in statuses) printf "stackbench-status %s %.0f\\n", status, statuses[status]
  for (took in times) printf "stackbench-latency %s %.0f\\n", took, times[took]
  print "stackbench-complete"
}`;

/**
 * Runs h2load and reads its log once it has ended: until then the log costs nothing but its writing, and only counts by
 * value are held in memory, however long it is. Log and body are files that have lost their names before it starts, so
 * that nothing is left behind; and what it starts dies with the shell, or h2load would load a server for nobody.
 *
 * Arguments: seconds before the window, the window's, the status that is expected, then h2load's. The body comes on stdin, as a line.
 */
export const h2loadScript = `
set -e
before=$1 window=$2 expected=$3
shift 3
log=$(mktemp)
body=$(mktemp)
head -c -1 > "$body"
exec 3<> "$log" 4< "$body"
rm "$log" "$body"
mortal="setpriv --pdeathsig KILL"
$mortal h2load --log-file=/dev/fd/3 "$@" < /dev/null &
load=$!
$mortal sleep "$before" > /dev/null 2>&1
$mortal sleep "$window" > /dev/null 2>&1 &
sleeper=$!
begin=$(date +%s%6N)
echo ${h2loadEdges.first}
wait $sleeper
end=$(date +%s%6N)
echo ${h2loadEdges.last}
wait $load
awk -v begin="$begin" -v end="$end" -v expected="$expected" '${reduce}' /dev/fd/3
`;
