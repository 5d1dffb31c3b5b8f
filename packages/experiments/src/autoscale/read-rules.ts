import { UsageError, type ScalingRules } from "@stackbench/model";
import { readInteger, readSeconds, type CommandInput } from "@stackbench/terminal";

export const ruleDefaults = {
  "scale-at": "70%",
  for: "5s",
  max: "3",
  "down-at": "0.4 of --scale-at",
  "down-for": "10s",
} as const;

/** When to grow and to shrink, and how far. */
export interface RequestedRules {
  rules: ScalingRules;
  mostReplicas: number;
}

const times = { min: 1, max: 600 };

/** Throws UsageError. */
export function readRules(values: CommandInput["values"]): RequestedRules {
  const growAtShare = readShare("scale-at", values["scale-at"] ?? ruleDefaults["scale-at"], 1);
  const down = values["down-at"];
  const most = growAtShare / 2;
  return {
    rules: {
      growAtShare,
      forSeconds: readSeconds("for", values["for"] ?? ruleDefaults.for, 5, times),
      // What is left of two replicas has twice the load of each: above half of it they would come and go forever.
      shrinkBelowShare:
        down === undefined
          ? Number((0.4 * growAtShare).toFixed(4))
          : readShare("down-at", down, most),
      shrinkForSeconds: readSeconds("down-for", values["down-for"], 10, times),
    },
    mostReplicas: readInteger("max", values["max"] ?? ruleDefaults.max, 3, { min: 2, max: 64 }),
  };
}

function readShare(name: string, text: string, most: number): number {
  const percent = Number(/^(\d+(?:\.\d+)?)%$/.exec(text)?.[1]);
  if (percent > 0 && percent / 100 <= most) return percent / 100;
  const why = most < 1 ? ", half of --scale-at: above it replicas would come and go forever" : "";
  throw new UsageError(
    `--${name}: expected a percentage above 0% and up to ${Number((most * 100).toFixed(2))}%${why}; got "${text}"`,
  );
}
