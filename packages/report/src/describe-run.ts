import { formatCpuSet, type LoadLevel } from "@stackbench/model";
import { duration } from "./numbers.ts";
import type { Table } from "./table.ts";
import type { TuningSummary } from "./tuning-summary.ts";

/** What a reader must know of a run before its figures, as labelled lines. `reasons`: where to find why limits differ. */
export function describeRun(table: Table, reasons: string): [label: string, text: string][] {
  const { run } = table;
  const { experiment } = run.plan;
  const { cpus } = experiment;
  return [
    ["run", describeProgress(table)],
    ["machine", describeMachine(table)],
    ["engine", describeEngine(table)],
    [
      "cpus",
      `server ${formatCpuSet(cpus.server)} · generator ${formatCpuSet(cpus.load)} · database ${formatCpuSet(cpus.database)}`,
    ],
    ["generator", describeGenerator(table)],
    ["tuning", describeTuning(table.tuning, reasons)],
  ];
}

function describeProgress({ run, windows }: Table): string {
  const done = windows.measured + windows.failed;
  const parts = [
    run.outcome === "complete"
      ? `complete, ${windows.planned} windows`
      : `${run.outcome}, ${done} of ${windows.planned} windows`,
  ];
  if (windows.failed > 0) parts.push(`${windows.failed} failed`);
  if (run.wallSeconds !== null) parts.push(duration(run.wallSeconds));
  if (run.resumedAt.length > 0) parts.push(`resumed ${times(run.resumedAt.length)}`);
  return `${run.runId} · ${parts.join(", ")}`;
}

function describeGenerator({ run }: Table): string {
  const { experiment, seed } = run.plan;
  const { generators, generatorThreads, warmupSeconds } = experiment;
  const threads = `${generatorThreads} thread${generatorThreads === 1 ? "" : "s"}`;
  const warmUp = warmupSeconds > 0 ? `${duration(warmupSeconds)} warm-up` : "no warm-up";
  return `${generators.join(", checked by ")} · ${threads} · ${warmUp} before each window · seed ${seed}`;
}

function describeMachine({ run }: Table): string {
  const { fingerprint: machine } = run;
  const virtualisation =
    machine.virtualisation === "none" ? "no virtualisation" : machine.virtualisation;
  const gibibytes = (machine.memoryBytes / 2 ** 30).toFixed(1);
  const cgroup =
    machine.cgroupVersion === "none" ? "no cgroups" : `cgroup ${machine.cgroupVersion}`;
  const model = machine.cpuModel
    .replaceAll(/\((R|TM)\)/gi, "")
    .replaceAll(/ (CPU|Processor)\b/g, "");
  const system = machine.operatingSystem.replace(/ GNU\/Linux/, "").replace(/ \([^)]*\)$/, "");
  return `${machine.cpuCount} × ${model}, ${gibibytes} GiB, ${system}, ${machine.kernel}, ${virtualisation}, ${cgroup}`;
}

function describeEngine({ run }: Table): string {
  const { engine, fingerprint } = run;
  const images =
    engine.baseImages === undefined
      ? []
      : [
          engine.baseImages === "official"
            ? "official base images"
            : "base images made here (debootstrap)",
        ];
  const commit = fingerprint.harnessCommit?.replace(/^([0-9a-f]{10})[0-9a-f]*/, "$1");
  return [
    `${engine.description} (${engine.reason})`,
    ...images,
    `Node ${fingerprint.node.replace(/^v/, "")}`,
    ...(commit === undefined ? [] : [`stackbench ${commit}`]),
  ].join(" · ");
}

/** `throughput: 11 of 13 limits as asked; nofile.hard 65536, not 131072 (why: …)`. */
function describeTuning(tuning: TuningSummary, reasons: string): string {
  if (tuning.profile === "none") return "none: the limits are the machine's own";
  if (tuning.total === 0) return `${tuning.profile}: not read back yet`;
  const differing = tuning.rows.filter((row) => !row.asRequested);
  const shown = differing.slice(0, 3).map(({ name, effective, requested }) => {
    return `${name} ${effective}, not ${requested}`;
  });
  const more = differing.length - shown.length;
  const tail = more > 0 ? [...shown, `${more} more`] : shown;
  const counts = `${tuning.profile}: ${tuning.asRequested} of ${tuning.total} limits as asked`;
  return tail.length > 0 ? `${counts}; ${tail.join("; ")} (why: ${reasons})` : counts;
}

/** `64 connections, closed loop: latencies are service times`. */
export function describeLevel(level: LoadLevel): string {
  const connections = `${level.connections} connection${level.connections === 1 ? "" : "s"}`;
  return level.loop === "closed"
    ? `${connections}, closed loop: latencies are service times`
    : `${level.ratePerSecond} requests/s (${level.arrivals}) on ${connections}, open loop: latencies count from the intended start`;
}

/** What was done for each row of a group. */
export function describeRounds({ run }: Table): string {
  const { rounds, durationSeconds, keepAlive } = run.plan.experiment;
  const count = `${rounds} round${rounds === 1 ? "" : "s"} × ${duration(durationSeconds)}`;
  return keepAlive ? count : `${count} · a new connection per request`;
}

function times(count: number): string {
  if (count === 1) return "once";
  return count === 2 ? "twice" : `${count} times`;
}
