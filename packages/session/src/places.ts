import { isPacked, ownTree } from "@stackbench/host";
import { join, resolve } from "node:path";

/** The checkout this program is part of; of the package the tree that it has instead, which is not to be written to. */
export const repositoryRoot = ownTree;

/** Where the person stands: pnpm runs scripts in the workspace root and keeps this for them. The package is no such script. */
export const workingDirectory = (isPacked ? undefined : process.env["INIT_CWD"]) ?? process.cwd();

/** The package's own folder where it is used, which is somebody else's repository. */
export const packageFolder = join(workingDirectory, ".stackbench");

const keepsIn = isPacked ? packageFolder : repositoryRoot;

/** What outlives a run but is no result: registries of running processes, what generators can do here. */
export const stateDirectory = join(keepsIn, ".cache");

/** The same of all checkouts on this machine: old values of the host's knobs. Gone with a restart, as the knobs are. */
export const machineDirectory = "/run/stackbench";

/** `--out`, or `results/`. */
export function resultsDirectory(out: string | undefined): string {
  return out === undefined ? join(keepsIn, "results") : resolve(workingDirectory, out);
}
