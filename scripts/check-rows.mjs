// Judges the JSON of a short benchmark: every row was measured and carries its figures.
// Plain JavaScript, because it is run by whatever Node the machine has.
import { readFileSync } from "node:fs";

const { runId, rows } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const faults = rows.flatMap((row) => {
  const name = `${row.stack}:${row.variant} ${row.workload}`;
  if (row.status !== "measured") return [`${name}: ${row.status}: ${row.failure?.message}`];
  return [
    !(row.throughput?.median > 0) && `${name}: no throughput`,
    !(row.cpuUserMicrosPerRequest > 0) && `${name}: no CPU per request`,
    !(row.memoryBytes > 0) && `${name}: no memory`,
    row.errorShare > 0.001 && `${name}: ${row.errorShare * 100} % errors`,
  ].filter(Boolean);
});
if (rows.length === 0) faults.push("no rows");
for (const row of rows) {
  console.log(
    `${row.stack}:${row.variant} ${row.workload} ${Math.round(row.throughput?.median ?? 0)} req/s`,
  );
}
for (const fault of faults) console.error(fault);
console.log(`run ${runId}: ${rows.length} rows, ${faults.length} faults`);
process.exitCode = faults.length === 0 ? 0 : 1;
