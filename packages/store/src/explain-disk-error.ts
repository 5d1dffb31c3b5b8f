import { describeDiskError } from "@stackbench/host";
import { HostError } from "@stackbench/model";

/** What stood to be written, and what of the run is on disk already. */
export interface WriteAttempt {
  path: string;
  runId: string;
  /** False while a run is being created: then nothing was measured that could be lost or resumed. */
  begun: boolean;
}

/** What can be done where a folder of results cannot be written. */
export const elsewhere = "choose another folder with --out";

/**
 * Makes a HostError of a failed write: what failed where, what to do, what is safe, how to go on.
 * Anything that is no error of the operating system comes back as it was.
 */
export function explainDiskError(error: unknown, attempt: WriteAttempt): unknown {
  const told = describeDiskError(error, attempt.path, elsewhere);
  if (told === undefined) return error;
  const safe = attempt.begun
    ? ` All finished windows are safe; go on with: pnpm bench run --resume ${attempt.runId}`
    : " Nothing was measured yet.";
  return new HostError(`${told}${safe}`, { cause: error });
}
