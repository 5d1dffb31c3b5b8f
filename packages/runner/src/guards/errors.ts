import { errorShareOf } from "@stackbench/model";
import { percent, type Guard } from "./judged.ts";

const invalidAbove = 0.001;

export const errors: Guard = ({ load }) => {
  const share = errorShareOf(load);
  if (share === 0) return undefined;
  const kinds = Object.entries(load.errors).map(([kind, count]) => `${count} ${kind}`);
  return {
    kind: "errors",
    severity: share > invalidAbove ? "invalid" : "note",
    message: `${percent(share)} of requests failed (limit ${percent(invalidAbove)}): ${kinds.join(", ")}`,
  };
};
