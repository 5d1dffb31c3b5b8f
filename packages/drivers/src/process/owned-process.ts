import { execa } from "execa";
import type { CpuSet } from "@stackbench/model";
import type { Holding } from "./holding.ts";
import { LineSplitter, longestLogLineBytes } from "@stackbench/lines";
import { markOf } from "./mark.ts";
import { tokenVariable } from "./members.ts";
import { pinned } from "./pinning.ts";
import type { FileLimit, PinningTools } from "./pinning.ts";

export interface StartRequest {
  command: readonly [string, ...string[]];
  directory: string;
  /** All of it: nothing is inherited. */
  environment: Record<string, string>;
  cpus: CpuSet | undefined;
  files: FileLimit;
  tools: PinningTools;
  user?: { uid: number; gid: number };
  input: "ignore" | "pipe";
  /** Lines of stdout longer than this are cut, bytes; those of stderr are log. */
  longestLineBytes: number;
  onOutput(line: string): void;
  onError(line: string): void;
}

export interface Exit {
  code: number | null;
  signal: string | null;
}

export interface OwnedProcess {
  pid: number;
  /** Around the call that started it, milliseconds of `performance.now()`: it ran before the second. */
  askedAt: number;
  startedAt: number;
  /** Set once it has ended. */
  ended(): Exit | undefined;
  /** Resolves when it has ended and its last output was read; never rejects. */
  exit: Promise<Exit>;
  write(text: string): void;
  endInput(): void;
}

/** A grandchild may keep a pipe open for ever: that long is waited for last output, milliseconds. */
const lastOutputMs = 200;

/** Starts a program as the leader of a process group of its own, entered in `holding`. Rejects when it cannot be started. */
export async function startProcess(holding: Holding, request: StartRequest): Promise<OwnedProcess> {
  const [file, ...args] = pinned(
    request.command,
    request.tools,
    request.cpus,
    request.files,
    markOf(holding.token),
  );
  const askedAt = performance.now();
  const child = execa(file, args, {
    cwd: request.directory,
    env: { ...request.environment, [tokenVariable]: holding.token },
    extendEnv: false,
    detached: true,
    cleanup: false,
    reject: false,
    buffer: false,
    encoding: "buffer",
    stdin: request.input,
    stdout: "pipe",
    stderr: "pipe",
    ...request.user,
  });
  const startedAt = performance.now();
  if (child.pid === undefined) {
    const result = await child;
    throw new Error(
      `${file} cannot be started: ${result.originalMessage ?? result.message ?? "unknown reason"}`,
    );
  }
  holding.addLeader(child.pid);
  // Execa's own promise is not used: it would wait for pipes that a grandchild keeps open.
  child.catch(() => {});
  readLines(child.stdout, request.longestLineBytes, request.onOutput);
  readLines(child.stderr, longestLogLineBytes, request.onError);
  child.stdin?.on("error", () => {});
  const node = child.nodeChildProcess;
  let ended: Exit | undefined;
  const exit = new Promise<Exit>((resolve) => {
    node.once("exit", (code, signal) => {
      ended = { code, signal };
      const timer = setTimeout(() => resolve({ code, signal }), lastOutputMs);
      node.once("close", () => {
        clearTimeout(timer);
        resolve({ code, signal });
      });
    });
  });
  return {
    pid: child.pid,
    askedAt,
    startedAt,
    ended: () => ended,
    exit,
    write: (text) => void child.stdin?.write(text),
    endInput: () => void child.stdin?.end(),
  };
}

/** "exited with code 3", "killed by SIGSEGV". */
export function describeExit(exit: Exit): string {
  if (exit.signal === "SIGKILL")
    return "killed by SIGKILL (by somebody, or by the kernel for lack of memory)";
  return exit.signal === null ? `exited with code ${exit.code}` : `killed by ${exit.signal}`;
}

function readLines(
  stream: NodeJS.ReadableStream,
  longestBytes: number,
  onLine: (line: string) => void,
): void {
  const splitter = new LineSplitter(longestBytes, onLine);
  stream.on("data", (bytes: Buffer) => splitter.push(bytes));
  stream.on("end", () => splitter.end());
  stream.on("error", () => splitter.end());
}
