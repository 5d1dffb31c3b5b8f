import type { CautionKind } from "./caution.ts";
import type { WindowRecord } from "./run.ts";

/** What the host does to a window: found without a look at how fast the stack was. */
const hostKinds: ReadonlySet<CautionKind> = new Set<CautionKind>(["steal", "send-lag"]);

/** Whether the host, and not the stack, made the window invalid. */
export function isSpoiltByHost(window: WindowRecord): boolean {
  return (
    window.status !== "failed" &&
    window.status !== "profiled" &&
    window.cautions.some(({ kind, severity }) => severity === "invalid" && hostKinds.has(kind))
  );
}

/** The rounds with at least one window that the host spoilt. */
export function spoiltRounds(windows: readonly WindowRecord[]): Set<number> {
  return new Set(windows.filter(isSpoiltByHost).map((window) => window.round));
}
