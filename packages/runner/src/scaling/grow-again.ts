import { replicaChange, StackFailure, type Sitting, type WindowRecord } from "@stackbench/model";
import type { RunState } from "../run-context.ts";

/**
 * A sitting that is brought up once more goes on with as many replicas as its last window left. One that does not come up is
 * told, and the window begins without it, as one goes on. Throws HostError, or the signal's reason.
 */
export async function growAgain(
  { windows, onMessage }: Pick<RunState, "windows" | "onMessage">,
  sittingId: string,
  { scaling }: Sitting,
): Promise<void> {
  const replicas = scaling && replicasLeft(windows, sittingId);
  if (replicas === undefined) return;
  try {
    await scaling!.scaleTo(replicas);
  } catch (error) {
    if (!(error instanceof StackFailure)) throw error;
    onMessage(`${sittingId}: not again at ${replicas} replicas: ${error.failure.message}`);
  }
}

/** Behind the proxy, what was changed behind the window's second edge too; undefined where none was measured. */
function replicasLeft(windows: readonly WindowRecord[], sittingId: string): number | undefined {
  const last = windows.findLast(
    (window) => window.sittingId === sittingId && window.status === "measured",
  );
  if (last?.status !== "measured" || !last.scaling) return undefined;
  const { replicasAtStart, events } = last.scaling;
  return events.reduce(
    (count, event) => count + (event.kind === "step" ? replicaChange(event.step) : 0),
    replicasAtStart,
  );
}
