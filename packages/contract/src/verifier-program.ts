import { HostError, type Launched, type Launcher, type Program } from "@stackbench/model";
import { replySchema } from "./agent/protocol.ts";
import type { Command, Reply } from "./agent/protocol.ts";

/** The agent bounds its own work to less; this is for a program that hangs altogether. */
const replyTimeoutMs = 90_000;

interface Running {
  launched: Launched;
  lines: AsyncIterator<string>;
}

/** As it is launched. */
export const verifierProgram: Program = { entry: { agent: "verifier" }, arguments: [] };

/** One agent program `verifier`, from its launch on. It is asked one thing at a time. */
export class VerifierProgram {
  readonly #running: Promise<Running>;
  #last: Promise<unknown> = Promise.resolve();
  #isUsable = true;

  constructor(launcher: Launcher) {
    this.#running = launch(launcher);
    // Told to whoever asks.
    this.#running.catch(() => (this.#isUsable = false));
  }

  /** False once it gave no reply, or a wrong one: whatever it says later may belong to what was asked before. */
  get isUsable(): boolean {
    return this.#isUsable;
  }

  /** Throws HostError where it gives no reply, and what launching it throws. */
  ask(task: Command): Promise<Reply> {
    const asked = this.#last.then(() => this.#askNow(task));
    this.#last = asked.catch(() => {});
    return asked;
  }

  async #askNow(task: Command): Promise<Reply> {
    const { launched, lines } = await this.#running;
    try {
      launched.write(JSON.stringify(task));
      return await replyOf(launched, lines, task.command);
    } catch (error) {
      this.#isUsable = false;
      launched.kill("SIGKILL");
      throw error;
    }
  }
}

async function launch(launcher: Launcher): Promise<Running> {
  const launched = await launcher.launch(verifierProgram);
  return { launched, lines: launched.lines[Symbol.asyncIterator]() };
}

async function replyOf(
  launched: Launched,
  lines: AsyncIterator<string>,
  command: string,
): Promise<Reply> {
  const next = await within(replyTimeoutMs, lines.next());
  if (next === undefined || next.done === true) {
    launched.kill("SIGKILL");
    const { code, signal, stderrTail } = await launched.exited;
    const how = signal === null ? `exit code ${code}` : signal;
    throw new HostError(
      `the verifier program gave no reply to "${command}" (${how}): ${stderrTail.trim() || "silent"}`,
    );
  }
  return readReply(next.value);
}

/** The reply that a line of the program is. Throws HostError where it is none. */
export function readReply(line: string): Reply {
  try {
    return replySchema.parse(JSON.parse(line));
  } catch (cause) {
    throw new HostError(
      `the verifier program: expected a reply, got ${JSON.stringify(line.slice(0, 200))}`,
      { cause },
    );
  }
}

/** Undefined when it takes longer. */
async function within<Result>(
  timeoutMs: number,
  work: Promise<Result>,
): Promise<Result | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), timeoutMs);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
