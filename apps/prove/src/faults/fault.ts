import { exitCodes } from "@stackbench/terminal";
import type { NodeFaultKind } from "./node-strikes.ts";
import type { StepName } from "./steps.ts";

export type FaultKind =
  | NodeFaultKind
  | "sigkill"
  | "sighup"
  | "sigint"
  | "sigint-twice"
  | "stdout-closed"
  | "stderr-closed"
  | "terminal-closed"
  | "engine-stopped"
  | "engine-killed"
  | "engine-frozen"
  | "engine-restarted"
  | "container-killed"
  | "process-killed"
  | "out-of-memory"
  | "disk-full"
  | "few-files"
  | "clock-stepped"
  | "journal-cut"
  | "two-runs"
  | "two-resumes";

/** When a fault strikes: so long after the step began for the nth time. */
export interface Moment {
  step: StepName;
  nth: number;
  delayMs: number;
}

/** One fault as drawn. `--only=<trial>` with the same seed draws it again. */
export interface Fault {
  trial: number;
  kind: FaultKind;
  driver: "docker" | "process" | "swarm";
  moment: Moment;
  /** In [0, 1), for what else is drawn of a kind: which container, how far the clock, where the journal. */
  amount: number;
}

/** What a kind may do to the run that it strikes; all else is a violation. */
export interface Expectation {
  /** How the program may end, besides in order (0, 1, 5 with every row there). Null: by a signal. */
  codes: readonly (number | null)[];
  /** Whose windows may fail: of none, of the variant that was struck, of any. */
  touches: "none" | "one" | "all";
  /** What the message of such a window must say. */
  says?: RegExp;
}

const ended = /killed|exited|ended|removed|died|memory|SIGKILL|closed|gone/i;
/** What a node's fault may do: any window may fall into it, and says which node and what to do. */
const ofNodes = (says: RegExp, ...codes: number[]): Expectation => ({
  codes,
  touches: "all",
  says,
});
const lostNode =
  /the node of the (load|server|database)\b.*(`docker node ls`|look at the network)|the node of the load.*failed: .*; look there/s;
const untouched = (...codes: (number | null)[]): Expectation => ({ codes, touches: "none" });

export const expectations: Readonly<Record<FaultKind, Expectation>> = {
  sigkill: untouched(null),
  sighup: untouched(exitCodes.interrupted),
  sigint: untouched(exitCodes.interrupted),
  "sigint-twice": untouched(exitCodes.interrupted),
  "stdout-closed": untouched(),
  "stderr-closed": untouched(exitCodes.interrupted),
  // Seen from outside its terminal, the program has no code.
  "terminal-closed": untouched(null),
  "engine-stopped": untouched(exitCodes.host),
  "engine-killed": untouched(exitCodes.host),
  "engine-frozen": untouched(exitCodes.host, exitCodes.interrupted),
  "engine-restarted": untouched(exitCodes.host),
  "container-killed": { codes: [exitCodes.host], touches: "one", says: ended },
  "process-killed": { codes: [exitCodes.host], touches: "one", says: ended },
  "out-of-memory": { codes: [], touches: "one", says: /memory/i },
  "disk-full": untouched(exitCodes.host),
  "few-files": {
    codes: [exitCodes.host, exitCodes.usage],
    touches: "all",
    says: /open files|file limit|EMFILE|too many files/i,
  },
  "clock-stepped": untouched(),
  "journal-cut": untouched(null),
  "two-runs": untouched(exitCodes.host, exitCodes.usage),
  "two-resumes": untouched(null),
  "load-node-killed": ofNodes(lostNode, exitCodes.host),
  "server-node-killed": ofNodes(lostNode, exitCodes.host),
  "manager-restarted": ofNodes(lostNode, exitCodes.host),
  partition: ofNodes(lostNode, exitCodes.host),
  "agent-killed": ofNodes(lostNode),
  "node-clock-stepped": untouched(),
};
