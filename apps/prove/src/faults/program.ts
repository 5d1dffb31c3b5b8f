import { quoteWord } from "@stackbench/report";
import { repositoryRoot } from "@stackbench/session";
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readProcess } from "@stackbench/host";
import type { Moment } from "./fault.ts";
import { childOf } from "./find-process.ts";
import { StepReader, type StepName } from "./steps.ts";

export interface ProgramTask {
  arguments: readonly string[];
  environment: Readonly<Record<string, string>>;
  /** In a terminal of its own, which can be closed, instead of behind pipes. */
  terminal?: boolean;
  /** What it is started by: `prlimit --nofile=64:64`. */
  by?: readonly string[];
}

/** How a program ended. */
export interface Ending {
  /** Null where a signal ended it, where it had to be killed, and where nobody could see it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  /** It did not end within its limit. */
  hung: boolean;
  stdout: string;
  stderr: string;
}

const preload = join(import.meta.dirname, "tell-steps.ts");

/** `pnpm bench` as people run it, watched step by step. */
export class RunningProgram {
  readonly #child: ChildProcess;
  readonly #steps = new StepReader();
  readonly #counts = new Map<string, number>();
  readonly #waiting = new Set<() => void>();
  readonly #isTerminal: boolean;
  #stdout = "";
  #stderr = "";
  #pid: number | undefined;
  /** Resolves when it has ended, with all that it wrote. */
  readonly ended: Promise<Omit<Ending, "hung">>;
  isOver = false;
  /** The variant of the step under way. */
  variant: string | undefined;
  /** That step itself. */
  step: StepName = "start";

  constructor({ arguments: args, environment, terminal = false, by = [] }: ProgramTask) {
    const command = [
      ...by,
      process.execPath,
      "--import",
      preload,
      join(repositoryRoot, "apps/cli/src/main.ts"),
      ...args,
    ];
    const [file, ...rest] = terminal
      ? ["script", "--quiet", "--command", `exec ${command.map(quoteWord).join(" ")}`, "/dev/null"]
      : command;
    this.#isTerminal = terminal;
    this.#child = spawn(file!, rest, {
      cwd: repositoryRoot,
      env: { ...process.env, ...environment },
      stdio: ["pipe", "pipe", "pipe"],
      // Of a process group of its own: a Ctrl-C that is meant for the proof is not one of its faults.
      detached: true,
    });
    for (const stream of this.#child.stdio) stream?.on("error", () => {});
    this.#child.stdout!.on("data", (part) => {
      this.#stdout += part;
      if (terminal) this.#read(String(part));
    });
    this.#child.stderr!.on("data", (part) => {
      this.#stderr += part;
      this.#read(String(part));
    });
    this.#count("start");
    this.ended = this.#end();
  }

  /** Of the program itself, in a terminal too. */
  get pid(): number {
    this.#pid ??= this.#isTerminal ? childOf(this.#child.pid!) : this.#child.pid;
    return this.#pid ?? this.#child.pid!;
  }

  get printed(): readonly string[] {
    return this.#steps.printed;
  }

  /** Whether the moment came before the program's end. */
  async reached({ step, nth, delayMs }: Moment): Promise<boolean> {
    while (!this.isOver && (this.#counts.get(step) ?? 0) < nth) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
    await Promise.race([sleep(delayMs), this.ended]);
    return !this.isOver;
  }

  kill(signal: NodeJS.Signals): void {
    if (this.isOver) return;
    try {
      process.kill(this.pid, signal);
    } catch {
      // It ended meanwhile.
    }
  }

  close(stream: "stdout" | "stderr"): void {
    this.#child[stream]!.destroy();
  }

  /** Its terminal goes, as when its window is closed. */
  closeTerminal(): void {
    // Known before its parent is gone.
    void this.pid;
    this.#child.kill("SIGKILL");
  }

  /** Waits so long for its end, then kills it and all that it started. */
  async within(limitMs: number): Promise<Ending> {
    const over = new AbortController();
    const late = sleep(limitMs, true, { signal: over.signal }).catch(() => false);
    const hung = await Promise.race([late, this.ended.then(() => false)]);
    over.abort();
    if (hung) {
      this.kill("SIGCONT");
      this.kill("SIGKILL");
      this.#child.kill("SIGKILL");
    }
    return { ...(await this.ended), hung };
  }

  async #end(): Promise<Omit<Ending, "hung">> {
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
      this.#child.once("error", () => resolve([null, null]));
      // Not `close`: what was left behind may hold its pipes open.
      this.#child.once("exit", (...how) => resolve(how));
    });
    if (this.#isTerminal) while (readProcess(this.pid) !== undefined) await sleep(20);
    // What it wrote last is read.
    await sleep(50);
    this.isOver = true;
    this.#wake();
    if (!this.#isTerminal) return { code, signal, stdout: this.#stdout, stderr: this.#stderr };
    return { code: null, signal: null, stdout: "", stderr: this.#stdout };
  }

  #read(text: string): void {
    // Known while it runs: a terminal's program has another one than its parent here.
    void this.pid;
    for (const step of this.#steps.read(text)) {
      this.variant = step.variant;
      this.step = step.name;
      this.#count(step.name);
    }
  }

  #count(step: string): void {
    this.#counts.set(step, (this.#counts.get(step) ?? 0) + 1);
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }
}
