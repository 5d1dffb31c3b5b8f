import { describeDiskError } from "@stackbench/host";
import { HostError } from "@stackbench/model";

/** Does what changes one of the harness's own files or folders, at `path`. Throws HostError, which names it and tells what to do, where the disk refuses. */
export function writeState(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const told = describeDiskError(error, path);
    if (told === undefined) throw error;
    throw new HostError(told, { cause: error });
  }
}
