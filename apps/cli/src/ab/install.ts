import { execFile } from "node:child_process";
import { basename } from "node:path";
import { promisify } from "node:util";
import { HostError } from "@stackbench/model";

const execute = promisify(execFile);

/**
 * Installs what a Node stack of a worktree needs to run as a local process, from the worktree's own lockfile and as
 * its image would: production dependencies of the stack alone. Throws HostError, or the signal's reason.
 */
export async function installStack(
  root: string,
  stackId: string,
  signal: AbortSignal,
): Promise<void> {
  const [program, ...first] = pnpm();
  const args = [
    ...first,
    "install",
    "--frozen-lockfile",
    "--prefer-offline",
    "--trust-lockfile",
    "--pm-on-fail=ignore",
    "--prod",
    "--no-optional",
    "--filter",
    `{./stacks/${stackId}}...`,
  ];
  try {
    await execute(program!, args, {
      cwd: root,
      env: { ...process.env, CI: "1", INIT_CWD: root },
      signal,
    });
  } catch (cause) {
    signal.throwIfAborted();
    const { stdout = "", stderr = "", message } = cause as Error & Partial<Output>;
    const tail = `${stdout}\n${stderr}`.trim().split("\n").slice(-5).join("\n");
    throw new HostError(`pnpm could not install ${stackId} in ${root}: ${message}\n${tail}`, {
      cause,
    });
  }
}

interface Output {
  stdout: string;
  stderr: string;
}

/** The pnpm that started this program, else the one that npm fetches. */
function pnpm(): string[] {
  const path = process.env["npm_execpath"];
  if (path === undefined || !basename(path).startsWith("pnpm")) return ["npx", "-y", "pnpm@12"];
  return /\.[cm]?js$/.test(path) ? [process.execPath, path] : [path];
}
