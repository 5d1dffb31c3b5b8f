import {
  describeRequests,
  formatCpuSet,
  describePath,
  partsOf,
  partText,
  pathsByLoadNode,
  servicesFor,
  warmupLimitSeconds,
  workloadName,
  type Experiment,
  type LoadLevel,
  type RunHead,
} from "@stackbench/model";
import { estimateDuration, remainingSittings } from "@stackbench/plan";
import { wrap } from "@stackbench/report";
import { formatSeconds } from "./format-seconds.ts";

/** What of a run is behind already. */
export interface Behind {
  doneWindowIds: ReadonlySet<string>;
  spentSeconds: number;
}

/** Where what stands beside a label begins. */
const labelled = 12;

/** What will run and how long it will take, before anything starts, in lines of so many columns. */
export function describePlan(head: RunHead, behind: Behind, columns: number): string {
  const { plan, engine } = head;
  const { experiment } = plan;
  const { cpus, protocol } = experiment;
  const sittings = remainingSittings(plan, new Set(behind.doneWindowIds));
  const windows = sittings.reduce((sum, sitting) => sum + sitting.windows.length, 0);
  const services = servicesFor(experiment.workloads, experiment.mix);
  const several =
    experiment.windowsPerSitting > 1
      ? `${experiment.windowsPerSitting} windows of a case in each, `
      : "";
  return [
    `driver      ${engine.description}: ${engine.reason}`,
    `compares    ${experiment.variants.join(", ")}`,
    ...(experiment.variants.length > 1 ? [`anchor      ${experiment.anchor}`] : []),
    `workloads   ${describeWorkloads(experiment)}, ${describeLoad(experiment)}`,
    `CPUs        server ${formatCpuSet(cpus.server) || "elsewhere"}, generator ${formatCpuSet(cpus.load)}${services.includes("database") ? `, database ${formatCpuSet(cpus.database)}` : ""}; tuning ${experiment.tuning}${experiment.tuneHost ? " (host too)" : ""}`,
    ...describeNetwork(head),
    `protocol    ${protocol.name} (version ${protocol.version})${protocol.order === "interleaved" ? "" : `, ${protocol.order}`}: ${describeRounds(head)}, ${several}${describeHeld(experiment)}`,
    `plan        at most ${sittings.length} sittings and ${windows} windows, seed ${plan.seed}`,
    `time        ${describeTime(head, behind)}`,
    "",
  ]
    .flatMap((line) => wrap(line.slice(0, labelled), line.slice(labelled), columns))
    .join("\n");
}

/** The way that the load takes, from each of its nodes; none where it is on the server's machine. */
function describeNetwork({ network }: RunHead): string[] {
  return pathsByLoadNode(network).map((path) => {
    const { fromNode } = path;
    const from = fromNode === undefined ? "load" : `load ${fromNode}`;
    return `network     ${from} to server: ${describePath(path)}`;
  });
}

/** `5 s`, `200 requests (at most 10m)`. */
function describeWindow({ durationSeconds, windowRequests }: Experiment): string {
  if (windowRequests === undefined) return `${durationSeconds} s`;
  return `${windowRequests} requests (at most ${formatSeconds(durationSeconds)})`;
}

/** `hello, items`, or the requests of one's own, every one of them: `GET /x`, `list=7, create=3`. */
function describeWorkloads(experiment: Experiment): string {
  const mix = partsOf(experiment, "mix");
  if (mix) return `mix (${mix.map(partText).join(", ")})`;
  return experiment.workloads
    .map(
      (workload) =>
        partsOf(experiment, workload)?.map(partText).join(", ") ??
        workloadName(experiment, workload),
    )
    .join(", ");
}

function describeLoad(experiment: Experiment): string {
  const { measures, generators, keepAlive, levels, streams = 1, loadNodes = 1 } = experiment;
  if (measures === "start") return "asked once as soon as it can be (no load)";
  const isTold = levels.every((level) => level.loop === "closed" && level.keepAlive !== undefined);
  const each = streams === 1 ? "" : `, ${streams} streams a connection`;
  const anew = keepAlive || isTold ? "" : ", a new connection for every request";
  const where = loadNodes === 1 ? "" : `, on ${loadNodes} load nodes together`;
  return `${describeLevels(experiment)} by ${generators.join(" and ")}${where}${anew}${each}`;
}

/** What is done with each bring-up. */
function describeHeld(experiment: Experiment): string {
  const { measures, durationSeconds, warmupSeconds } = experiment;
  if (measures === "start") {
    return `a fresh start in each, then ${durationSeconds} s without a request`;
  }
  return `windows of ${describeWindow(experiment)} after ${warmupSeconds} s of warm-up${longWarmupText(experiment)}`;
}

function longWarmupText(experiment: Experiment): string {
  const { longWarmups = [], variants } = experiment;
  if (longWarmups.length === 0) return "";
  const whose = longWarmups.length === variants.length ? "" : ` of ${longWarmups.join(", ")}`;
  return ` (${warmupLimitSeconds(experiment)} s${whose}: a JVM compiles for long)`;
}

function describeLevels({ levels, search }: Experiment): string {
  if (search) {
    return `one of ${levels.length} rates in each window, searched: ${describeEnds(levels)}`;
  }
  const closed = levels.filter(({ loop }) => loop === "closed");
  const isTold = closed.some((level) => describeRequests(level).length > 0);
  const counts = isTold
    ? closed.map(describeOwnRequests).join(" / ")
    : closed.map(({ connections }) => connections).join(", ");
  const noun = counts === "1" ? "connection" : "connections";
  const open = levels.filter(({ loop }) => loop === "open").map(describeLevel);
  const told = isTold ? `${counts} (closed loop)` : `${counts} ${noun} (closed loop)`;
  return [...(closed.length > 0 ? [told] : []), ...open].join(", ");
}

/** `16 connections, a new one for each request`. */
function describeOwnRequests(level: LoadLevel): string {
  return [`${level.connections} connections`, ...describeRequests(level)].join(", ");
}

function describeEnds(levels: readonly LoadLevel[]): string {
  const ends = levels.length === 1 ? [levels[0]!] : [levels[0]!, levels.at(-1)!];
  return ends.map(describeLevel).join(" to ");
}

function describeLevel(level: LoadLevel): string {
  if (level.loop === "closed") return `${level.connections} connections (closed loop)`;
  const { workload, ratePerSecond, arrivals, connections } = level;
  return `${workload ? `${workload} at ` : ""}${ratePerSecond} requests/s (open loop, ${arrivals}, at most ${connections} connections)`;
}

function describeRounds({ plan }: RunHead): string {
  const { rounds, protocol } = plan.experiment;
  const { looks = [], halfWidthTarget, budgetSeconds } = protocol;
  if (plan.experiment.search) return `at most ${rounds} rounds`;
  if (looks.length === 0 && budgetSeconds === null) return `${rounds} rounds`;
  const narrow =
    halfWidthTarget === null
      ? ""
      : `, or within ±${Number((halfWidthTarget * 100).toPrecision(3))} %`;
  const ends = [
    looks.length === 0 ? undefined : `every pair that matters is ordered or a tie${narrow}`,
    budgetSeconds === null ? undefined : `${formatSeconds(budgetSeconds)} are spent`,
  ].filter((end) => end !== undefined);
  const least = looks[0] === undefined ? "" : `${looks[0]} to `;
  return `${least}${rounds} rounds, until ${ends.join(" or ")}`;
}

/** Images aside: whether any has to be made is not known yet. */
function describeTime({ plan }: RunHead, behind: Behind): string {
  const { leastSeconds, mostSeconds, longestSeconds } = estimateDuration(plan, {
    doneWindowIds: new Set(behind.doneWindowIds),
    spentSeconds: behind.spentSeconds,
  });
  const most = formatSeconds(mostSeconds);
  const { windowRequests } = plan.experiment;
  if (windowRequests !== undefined) {
    return `known once the first ${windowRequests} requests are answered; ${most} if every window took all its time, images not counted`;
  }
  const usual =
    mostSeconds - leastSeconds < 1 ? `about ${most}` : `${formatSeconds(leastSeconds)} to ${most}`;
  const slow =
    longestSeconds - mostSeconds < 1
      ? ""
      : `; up to ${formatSeconds(longestSeconds)} where servers take long to settle (warm-up of ${warmupLimitSeconds(plan.experiment)} s at most)`;
  return `${usual}, images not counted${slow}`;
}
