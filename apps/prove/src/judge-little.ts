import { percent, plainTable } from "@stackbench/terminal";
import type { LoadLevel } from "@stackbench/model";
import type { Bound, Judgement, Target } from "./outcome.ts";
import { sift, targetOf } from "./undisturbed.ts";

export const servers = ["null", "constant", "exponential"] as const;
const residualLimit = 0.02;

/** How much of it is held: windows of each server and connection count, and of a starved generator. */
export interface LittleExtent {
  connectionCounts: readonly number[];
  healthyWindows: number;
  starvedWindows: number;
}
export const wholeExtent: LittleExtent = {
  connectionCounts: [1, 8, 64, 256],
  healthyWindows: 5,
  starvedWindows: 20,
};
export const shortExtent: LittleExtent = {
  connectionCounts: [1, 64],
  healthyWindows: 1,
  starvedWindows: 6,
};

/** What the starved generator's cgroup may use of one CPU. */
export const starvedCpuShare = 0.2;
export interface LittleTrial {
  part: "healthy" | "starved";
  server: string;
  loop: LoadLevel["loop"];
  connections: number;
  requestsPerSecond: number;
  meanServiceMs: number;
  /** How far λ W is from what the connections allow, λ and W counted independently; null in an open loop. */
  residual: number | null;
  valid: boolean;
  cautions: string[];
  stealShare: number | null;
  throttledSeconds: number | null;
}

/** Pure. */
export function judgeLittle(
  trials: readonly LittleTrial[],
  { connectionCounts, healthyWindows, starvedWindows }: LittleExtent,
): Judgement {
  const healthy = trials.filter((trial) => trial.part === "healthy");
  const valid = healthy.filter((trial) => trial.valid);
  const starved = sift(trials.filter((trial) => trial.part === "starved"));
  const residual: Bound = {
    name: "largest residual |L / (λ W) - 1| of the valid ones",
    atMost: residualLimit,
  };
  const targets: Target[] = [
    {
      name: "valid windows of a healthy generator, least over servers and connections",
      value: Math.min(
        ...servers.flatMap((server) =>
          connectionCounts.map(
            (connections) =>
              valid.filter((t) => t.server === server && t.connections === connections).length,
          ),
        ),
      ),
      atLeast: Math.ceil(healthyWindows / 2),
    },
    valid.length === 0
      ? { ...residual, notKnown: `no valid window, ${healthy.length} were rejected` }
      : { ...residual, value: Math.max(...valid.map((trial) => trial.residual!)) },
    targetOf(
      starved,
      (own) => own.slice(0, starvedWindows).filter((trial) => !trial.valid).length,
      {
        name: `rejected of ${starvedWindows} windows of a generator held to ${percent(starvedCpuShare)} of a CPU`,
        atLeast: starvedWindows,
      },
    ),
  ];
  const text = table(healthy, starved.undisturbed, connectionCounts);
  return { text, targets, figures: { trials } };
}

function table(
  healthy: readonly LittleTrial[],
  starved: readonly LittleTrial[],
  connectionCounts: readonly number[],
): string {
  const rows = servers.flatMap((server) =>
    connectionCounts.map((connections) => {
      const own = healthy.filter((t) => t.server === server && t.connections === connections);
      const residuals = own.filter((trial) => trial.valid).map((trial) => trial.residual!);
      return [
        server,
        `${connections}`,
        `${residuals.length} of ${own.length}`,
        percent(residuals.length === 0 ? null : Math.max(...residuals)),
      ];
    }),
  );
  const reasons = new Map<string, number>();
  for (const caution of starved.flatMap((trial) => trial.cautions)) {
    reasons.set(caution, (reasons.get(caution) ?? 0) + 1);
  }
  const why = [...reasons].map(([caution, count]) => `${caution} ${count} times`).join(", ");
  return `${plainTable(["server", "connections", "valid", "largest residual"], rows)}starved: ${why}\n`;
}
