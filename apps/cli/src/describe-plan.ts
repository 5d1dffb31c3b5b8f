import { formatCpuSet, servicesFor, type Engine, type Plan } from "@stackbench/model";
import { estimateDuration } from "@stackbench/plan";
import { formatSeconds } from "./progress.ts";

/** What will run and how long it will take, before anything starts. */
export function describePlan(plan: Plan, engine: Engine): string {
  const { experiment } = plan;
  const windows = plan.sittings.reduce((sum, sitting) => sum + sitting.windows.length, 0);
  const services = servicesFor(experiment.workloads);
  const { cpus } = experiment;
  const connections = experiment.levels.map((level) => level.connections).join(", ");
  return [
    `driver      ${engine.description}: ${engine.reason}`,
    `compares    ${experiment.variants.join(", ")}`,
    `workloads   ${experiment.workloads.join(", ")}, ${connections} connections, closed loop by ${experiment.generators.join(" and ")}${experiment.keepAlive ? "" : ", a new connection for every request"}`,
    `CPUs        server ${formatCpuSet(cpus.server)}, generator ${formatCpuSet(cpus.load)}${services.includes("database") ? `, database ${formatCpuSet(cpus.database)}` : ""}; tuning ${experiment.tuning}${experiment.tuneHost ? " (host too)" : ""}`,
    `plan        ${experiment.rounds} rounds, ${plan.sittings.length} sittings, ${windows} windows of ${experiment.durationSeconds} s after ${experiment.warmupSeconds} s of warm-up, seed ${plan.seed}`,
    `time        about ${formatSeconds(estimateDuration(plan))}, images not counted`,
    "",
  ].join("\n");
}
