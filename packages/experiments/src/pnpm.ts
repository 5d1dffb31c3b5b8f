import { execFile } from "node:child_process";
import { basename } from "node:path";
import { promisify } from "node:util";
import { HostError } from "@stackbench/model";

const execute = promisify(execFile);

export interface PnpmTask {
  /** Where: a workspace's root. */
  root: string;
  arguments: readonly string[];
  /** For the error: "install fastify". */
  purpose: string;
  signal?: AbortSignal;
  environment?: Record<string, string>;
}

/** Runs pnpm. Throws HostError with the end of its output, or the signal's reason. */
export async function runPnpm(task: PnpmTask): Promise<void> {
  const { root, signal, purpose } = task;
  const [program, ...first] = pnpm();
  try {
    await execute(program!, [...first, ...task.arguments], {
      cwd: root,
      env: { ...process.env, INIT_CWD: root, ...task.environment },
      ...(signal && { signal }),
    });
  } catch (cause) {
    signal?.throwIfAborted();
    const { stdout = "", stderr = "", message } = cause as Error & Partial<Output>;
    const tail = `${stdout}\n${stderr}`.trim().split("\n").slice(-5).join("\n");
    throw new HostError(`pnpm could not ${purpose} in ${root}: ${message}\n${tail}`, { cause });
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
