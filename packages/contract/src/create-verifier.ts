import { fileURLToPath } from "node:url";
import { HostError, StackFailure, UsageError } from "@stackbench/model";
import type { FailureStage, Launched, Launcher, Verifier } from "@stackbench/model";
import { checkAnswers } from "./check/check-answers.ts";
import { replySchema } from "./agent/protocol.ts";
import type { Command, Reply } from "./agent/protocol.ts";

/** The agent program `verifier`, to be run as it is or bundled. */
export const verifierEntry = fileURLToPath(new URL("./agent/verifier.ts", import.meta.url));

/** The agent bounds its own work to less; this is for a program that hangs altogether. */
const replyTimeoutMs = 90_000;
const exitTimeoutMs = 1_000;

type Task = Exclude<Command, { command: "end" }>;

/**
 * Verifies and audits by the agent program, which is launched for each call and ended with it; checks answers here.
 *
 * All others throw HostError when the program does not answer, and StackFailure when it cannot
 * do its work (stage `verify` or `audit`): then the sitting's database does not answer.
 * `verify` throws UsageError for `items` without a `databaseUrl` where nobody said that its table is not to be seen.
 */
export function createVerifier(): Verifier {
  return {
    async verify(launcher, request) {
      const { workloads, databaseUrl, tableUnseen } = request;
      if (workloads.includes("items") && databaseUrl === undefined && !tableUnseen) {
        throw new UsageError(
          "items cannot be verified without its database: expected a databaseUrl, got none",
        );
      }
      const { host, port, customRequest, keepAlive = true, seed } = request;
      const task: Task = {
        command: "verify",
        host,
        port,
        workloads: [...workloads],
        seed,
        keepAlive,
        ...(databaseUrl === undefined ? {} : { databaseUrl }),
        ...(customRequest === undefined ? {} : { customRequest }),
      };
      return (await askAgent(launcher, "verify", task, "verification")).verification;
    },

    async snapshot(launcher, databaseUrl) {
      const task: Task = { command: "snapshot", databaseUrl };
      return (await askAgent(launcher, "audit", task, "snapshot")).snapshot;
    },

    async audit(launcher, { databaseUrl, before, requests, acknowledged }) {
      const task: Task = {
        command: "audit",
        databaseUrl,
        before,
        requests: [...requests],
        acknowledged,
      };
      return (await askAgent(launcher, "audit", task, "audit")).mismatch ?? undefined;
    },

    check: checkAnswers,
  };
}

async function askAgent<Kind extends Exclude<Reply["reply"], "failure">>(
  launcher: Launcher,
  stage: FailureStage,
  task: Task,
  kind: Kind,
): Promise<Extract<Reply, { reply: Kind }>> {
  const launched = await launcher.launch({ entry: { agent: "verifier" }, arguments: ["serve"] });
  try {
    launched.write(JSON.stringify(task));
    const reply = await replyOf(launched, task.command);
    if (reply.reply === "failure") throw new StackFailure(stage, reply.message);
    if (reply.reply !== kind) {
      throw new HostError(
        `the verifier program: expected the reply "${kind}", got "${reply.reply}"`,
      );
    }
    return reply as Extract<Reply, { reply: Kind }>;
  } finally {
    await end(launched);
  }
}

async function replyOf(launched: Launched, command: string): Promise<Reply> {
  const line = await within(replyTimeoutMs, firstLine(launched));
  if (line === undefined) {
    launched.kill("SIGKILL");
    const { code, signal, stderrTail } = await launched.exited;
    const how = signal === null ? `exit code ${code}` : signal;
    throw new HostError(
      `the verifier program gave no reply to "${command}" (${how}): ${stderrTail.trim() || "silent"}`,
    );
  }
  const reply = replySchema.safeParse(parsed(line));
  if (reply.success) return reply.data;
  throw new HostError(
    `the verifier program: expected a reply, got ${JSON.stringify(line.slice(0, 200))}`,
    {
      cause: reply.error,
    },
  );
}

/** Undefined where the program ends without a line. Reads on to the end, so that the program can end. */
function firstLine({ lines }: Launched): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const read = async () => {
    for await (const line of lines) resolve(line);
  };
  void read().then(
    () => resolve(undefined),
    () => resolve(undefined),
  );
  return promise;
}

/** Asks the program to end, and makes it end where it does not. */
async function end(launched: Launched): Promise<void> {
  launched.write(JSON.stringify({ command: "end" } satisfies Command));
  launched.endInput();
  if ((await within(exitTimeoutMs, launched.exited)) === undefined) launched.kill("SIGKILL");
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

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
