import {
  counted,
  closedLoopOf,
  describeClock,
  describePath,
  formatCpuSet,
  type NetworkPath,
} from "@stackbench/model";
import { comparisonRules } from "../comparison-rules.ts";
import { countReasons } from "../summarise/invalid-windows.ts";
import { duration, gibibytes, perSecond } from "../numbers.ts";
import type { Table } from "../table.ts";
import type { TuningSummary } from "../summarise/tuning.ts";

type Line = [label: string, text: string];

/** What a reader must know of a run before its figures, as labelled lines. `reasons`: where to find why limits differ. */
export function describeRun(table: Table, reasons: string): Line[] {
  const { run } = table;
  const { experiment } = run.plan;
  const { cpus } = experiment;
  return [
    ["run", describeProgress(table)],
    ["protocol", describeProtocol(table)],
    ...(run.variants.length > 1 ? [["verdicts", describeVerdicts(table)] as Line] : []),
    ...(table.invalidWindows.length > 0 ? [["invalid", describeInvalid(table)] as Line] : []),
    ["machine", describeMachine(table)],
    ["engine", describeEngine(table)],
    [
      "cpus",
      `server ${formatCpuSet(cpus.server) || "elsewhere"} · generator ${formatCpuSet(cpus.load)} · database ${formatCpuSet(cpus.database)}`,
    ],
    ...(run.network?.length ? [["network", run.network.map(describeWay).join(" · ")] as Line] : []),
    ["generator", describeGenerator(table)],
    ...(closedLoopOf(run).length > 0 ? [["rate", describeShares(table)] as Line] : []),
    ["tuning", describeTuning(table.tuning, reasons)],
  ];
}

/** With the clocks: moments that one machine tells are another's by so much. */
function describeWay(path: NetworkPath): string {
  const [from, to] = [endOf(path.from, path.fromNode), endOf(path.to, path.toNode)];
  return `${from} to ${to}: ${describePath(path)}, clock ${describeClock(path)}`;
}

/** `load`, `load 2`. */
function endOf(role: string, node: number | undefined): string {
  return node === undefined ? role : `${role} ${node}`;
}

/** `5 of 24 windows`, of a run that did not end; of a search, whose number nobody knew before, `5 windows`. */
export function heldWindows({ windows }: Pick<Table, "windows">): string {
  const held = windows.measured + windows.failed;
  if (windows.planned > held) return `${held} of ${windows.planned} windows`;
  return held === 1 ? "1 window" : `${held || "no"} windows`;
}

function describeProgress({ run, windows }: Table): string {
  const parts = [
    run.outcome === "complete"
      ? `complete, ${windows.planned} windows`
      : `${run.outcome}, ${heldWindows({ windows })}`,
  ];
  if (windows.failed > 0) parts.push(`${windows.failed} failed`);
  if (run.wallSeconds !== null) parts.push(duration(run.wallSeconds));
  if (run.resumedAt.length > 0) parts.push(`resumed ${times(run.resumedAt.length)}`);
  return `${run.runId} · ${parts.join(", ")}`;
}

/** `nightly (version 2), interleaved · stopped: every pair that matters is ordered or a tie, or within ±3 %, after 9 rounds · 1 of 9 rounds spoilt by the host, 1 held in their place`. */
function describeProtocol({ run, rounds }: Table): string {
  const { name, version, order } = run.plan.experiment.protocol;
  const parts = [`${name} (version ${version}), ${order}`];
  if (run.stop !== null) parts.push(`stopped: ${run.stop.message}`);
  if (rounds.spoilt > 0) {
    const spoilt = `${rounds.spoilt} of ${rounds.held} rounds spoilt by the host`;
    const replaced = rounds.replacing === 0 ? "none" : rounds.replacing;
    parts.push(`${spoilt}, ${replaced} held in their place`);
  }
  return parts.join(" · ");
}

function describeVerdicts({ run }: Table): string {
  const margin = `±${comparisonRules.margin * 100} %`;
  return `against ${run.plan.experiment.anchor}, the anchor · faster, slower: proven to differ, and beyond ${margin} at the best estimate · tie: proven within ${margin} · unresolved: needs more rounds`;
}

function describeInvalid({ invalidWindows, windows }: Table): string {
  const count = `${invalidWindows.length} of ${windows.measured} windows`;
  const reasons = countReasons(invalidWindows).map((reason) => `${reason.kind} ${reason.count}`);
  return `${count}, in no estimate: ${reasons.join(", ")}`;
}

/** What a rate given as a share was computed from: the slowest variant of each workload. */
function describeShares({ run }: Table): string {
  const slowest = [...Map.groupBy(closedLoopOf(run), ({ workload }) => workload)].map(
    ([workload, served]) => {
      const least = served.reduce((a, b) => (b.requestsPerSecond < a.requestsPerSecond ? b : a));
      return `${workload} ${perSecond(least.requestsPerSecond)} (${least.variant})`;
    },
  );
  return `from what the slowest gave in a closed loop, requests/s: ${slowest.join(" · ")}`;
}

function describeGenerator(table: Table): string {
  const { run } = table;
  const { experiment, seed } = run.plan;
  const { generators, generatorThreads, loadNodes = 1 } = experiment;
  const where = loadNodes === 1 ? "" : ` on ${loadNodes} nodes together`;
  const threads = `${counted(generatorThreads, "thread")}${where}`;
  return [
    generators.join(", checked by "),
    ...describeCeiling(run),
    threads,
    `${describeWarmUp(table)} for each case in a sitting`,
    `seed ${seed}`,
  ].join(" · ");
}

function describeWarmUp({ run, longestWarmupSeconds }: Table): string {
  const { warmupSeconds: asked, warmupAtMostSeconds: most } = run.plan.experiment;
  if (asked === 0) return "no warm-up";
  const isBeyond = longestWarmupSeconds > asked + 0.1;
  const beyond = isBeyond ? `, until steady: up to ${duration(longestWarmupSeconds)},` : "";
  const limit = most === undefined ? "" : ` (${duration(most)} at most)`;
  return `${duration(asked)} warm-up${limit}${beyond}`;
}

/** The most that the first generator can send on these CPUs, as calibrated. */
function describeCeiling({ calibration, plan }: Table["run"]): string[] {
  const [first] = plan.experiment.generators;
  const own = (calibration?.ceilings ?? []).filter(({ generator }) => generator === first);
  const [highest] = own.toSorted((a, b) => b.requestsPerSecond - a.requestsPerSecond);
  if (!highest) return [];
  const least = highest.limitedBy === "generator" ? "" : "at least ";
  return [`ceiling ${least}${perSecond(highest.requestsPerSecond)} requests/s`];
}

function describeMachine({ run }: Table): string {
  const { fingerprint: machine } = run;
  const virtualisation =
    machine.virtualisation === "none" ? "no virtualisation" : machine.virtualisation;
  const cgroup =
    machine.cgroupVersion === "none" ? "no cgroups" : `cgroup ${machine.cgroupVersion}`;
  const model = machine.cpuModel
    .replaceAll(/\((R|TM)\)/gi, "")
    .replaceAll(/ (CPU|Processor)\b/g, "");
  const system = machine.operatingSystem.replace(/ GNU\/Linux/, "").replace(/ \([^)]*\)$/, "");
  const quota =
    machine.cpuQuota === undefined ? "" : ` (a quota gives the time of ${machine.cpuQuota})`;
  return `${machine.cpuCount} × ${model}${quota}, ${gibibytes(machine.memoryBytes)}, ${system}, ${machine.kernel}, ${virtualisation}, ${cgroup}`;
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

function times(count: number): string {
  if (count === 1) return "once";
  return count === 2 ? "twice" : `${count} times`;
}
