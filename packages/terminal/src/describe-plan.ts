import {
  formatCpuSet,
  servicesFor,
  type Experiment,
  type LoadLevel,
  type RunHead,
} from "@stackbench/model";
import { estimateDuration, remainingSittings } from "@stackbench/plan";
import { formatSeconds } from "./progress.ts";

/** What of a run is behind already. */
export interface Behind {
  doneWindowIds: ReadonlySet<string>;
  spentSeconds: number;
}

/** What will run and how long it will take, before anything starts. */
export function describePlan(head: RunHead, behind: Behind): string {
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
    `anchor      ${experiment.anchor}`,
    `workloads   ${describeWorkloads(experiment)}, ${describeLevels(experiment.levels)} by ${experiment.generators.join(" and ")}${experiment.keepAlive ? "" : ", a new connection for every request"}`,
    `CPUs        server ${formatCpuSet(cpus.server) || "elsewhere"}, generator ${formatCpuSet(cpus.load)}${services.includes("database") ? `, database ${formatCpuSet(cpus.database)}` : ""}; tuning ${experiment.tuning}${experiment.tuneHost ? " (host too)" : ""}`,
    `protocol    ${protocol.name} (version ${protocol.version})${protocol.order === "interleaved" ? "" : `, ${protocol.order}`}: ${describeRounds(head)}, ${several}windows of ${experiment.durationSeconds} s after ${experiment.warmupSeconds} s of warm-up`,
    `plan        at most ${sittings.length} sittings and ${windows} windows, seed ${plan.seed}`,
    `time        ${describeTime(head, behind)}, images not counted`,
    "",
  ].join("\n");
}

/** `hello, items`, or the one request: `custom (GET /x)`. */
function describeWorkloads({ workloads, customRequest, mix }: Experiment): string {
  if (mix) return `mix (${mix.map(({ workload, weight }) => `${workload}=${weight}`).join(", ")})`;
  const names = workloads.join(", ");
  return customRequest ? `${names} (${customRequest.method} ${customRequest.path})` : names;
}

function describeLevels(levels: readonly LoadLevel[]): string {
  const texts = levels.map((level) => {
    if (level.loop === "closed") return `${level.connections} connections (closed loop)`;
    const { workload, ratePerSecond, arrivals, connections } = level;
    return `${workload ? `${workload} at ` : ""}${ratePerSecond} requests/s (open loop, ${arrivals}, at most ${connections} connections)`;
  });
  return texts.join(", ");
}

function describeRounds({ plan }: RunHead): string {
  const { rounds, protocol } = plan.experiment;
  const { looks = [], halfWidthTarget, budgetSeconds } = protocol;
  if (looks.length === 0 && budgetSeconds === null) return `${rounds} rounds`;
  const narrow =
    halfWidthTarget === null
      ? ""
      : ` or within ±${Number((halfWidthTarget * 100).toPrecision(3))} %`;
  const ends = [
    looks.length === 0 ? undefined : `every pair that matters is ordered, a tie${narrow}`,
    budgetSeconds === null ? undefined : `${formatSeconds(budgetSeconds)} are spent`,
  ].filter((end) => end !== undefined);
  const least = looks[0] === undefined ? "" : `${looks[0]} to `;
  return `${least}${rounds} rounds, until ${ends.join(" or ")}`;
}

function describeTime({ plan }: RunHead, behind: Behind): string {
  const { leastSeconds, mostSeconds } = estimateDuration(plan, {
    doneWindowIds: new Set(behind.doneWindowIds),
    spentSeconds: behind.spentSeconds,
  });
  const most = formatSeconds(mostSeconds);
  return mostSeconds - leastSeconds < 1
    ? `about ${most}`
    : `${formatSeconds(leastSeconds)} to ${most}`;
}
