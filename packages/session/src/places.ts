import { join, resolve } from "node:path";

/** The checkout this program is part of. */
export const repositoryRoot = resolve(import.meta.dirname, "../../..");

/** Where the person stands: pnpm runs scripts in the workspace root and keeps this for them. */
export const workingDirectory = process.env["INIT_CWD"] ?? process.cwd();

/** What outlives a run but is no result: registries of running processes, what generators can do here. */
export const stateDirectory = join(repositoryRoot, ".cache");

/** The same of all checkouts on this machine: old values of the host's knobs. Gone with a restart, as the knobs are. */
export const machineDirectory = "/run/stackbench";

/** `--out`, or `results/`. */
export function resultsDirectory(out: string | undefined): string {
  return out === undefined ? join(repositoryRoot, "results") : resolve(workingDirectory, out);
}
