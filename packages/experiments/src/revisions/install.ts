import { runPnpm } from "../pnpm.ts";

/**
 * Installs what a Node stack of a worktree needs to run as a local process, from the worktree's own lockfile and as
 * its image would: production dependencies of the stack alone. Throws HostError, or the signal's reason.
 */
export async function installStack(
  root: string,
  stackId: string,
  signal: AbortSignal,
): Promise<void> {
  await runPnpm({
    root,
    purpose: `install ${stackId}`,
    signal,
    environment: { CI: "1" },
    arguments: [
      "install",
      "--frozen-lockfile",
      "--prefer-offline",
      "--trust-lockfile",
      "--pm-on-fail=ignore",
      "--prod",
      "--no-optional",
      "--filter",
      `{./stacks/${stackId}}...`,
    ],
  });
}
