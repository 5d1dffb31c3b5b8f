import { longestWaySilenceMs } from "@stackbench/model";
import type { Guard } from "./judged-window.ts";

/** Whether the machines of a sitting lost each other: what was under way stood still then, and nobody saw an error. */
export const networkLost: Guard = ({ use: { waySilenceMs } }) => {
  if (waySilenceMs === undefined || waySilenceMs < longestWaySilenceMs) return undefined;
  return {
    kind: "network-lost",
    severity: "invalid",
    message: `the server's machine was not reached from another one of the sitting for ${(waySilenceMs / 1000).toFixed(1)} s (limit ${longestWaySilenceMs / 1000} s)`,
  };
};
