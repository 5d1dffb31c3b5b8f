import { describeSilence } from "@stackbench/model";
import type { Guard } from "./judged-window.ts";

/** Whether the machines of a sitting lost each other: what was under way stood still then, and nobody saw an error. */
export const networkLost: Guard = ({ use: { waySilenceMs } }) => {
  const message = describeSilence(waySilenceMs);
  return message === undefined ? undefined : { kind: "network-lost", severity: "invalid", message };
};
