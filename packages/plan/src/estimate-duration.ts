import { servicesFor, type DriverName, type Plan } from "@stackbench/model";

/** Seconds beside load that one sitting takes: bring-up, verification, take-down. Rounded up from `pnpm perf overhead`. */
const sittingSeconds: Record<DriverName, { plain: number; withDatabase: number }> = {
  docker: { plain: 2, withDatabase: 4 },
  process: { plain: 1, withDatabase: 2 },
};

/** Starting a generator, draining it and reading the edges. */
const windowSeconds = 0.4;

/** How long carrying out the plan will take, seconds of wall time; images are not counted. */
export function estimateDuration(plan: Plan): number {
  const { driver, warmupSeconds, durationSeconds } = plan.experiment;
  return plan.sittings.reduce((total, sitting) => {
    const services = servicesFor(sitting.windows.map((window) => window.workload));
    const overhead =
      sittingSeconds[driver][services.includes("database") ? "withDatabase" : "plain"];
    return (
      total + overhead + sitting.windows.length * (warmupSeconds + durationSeconds + windowSeconds)
    );
  }, 0);
}
