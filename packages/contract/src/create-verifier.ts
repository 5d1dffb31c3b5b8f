import { fileURLToPath } from "node:url";
import {
  HostError,
  StackFailure,
  UsageError,
  type FailureStage,
  type Launcher,
  type Target,
  type Verifier,
} from "@stackbench/model";
import type { Command, Reply } from "./agent/protocol.ts";
import { checkAnswers } from "./check/check-answers.ts";
import { VerifierProgram } from "./verifier-program.ts";

/** The agent program `verifier`, to be run as it is or bundled. */
export const verifierEntry = fileURLToPath(new URL("./agent/verifier.ts", import.meta.url));

/**
 * Verifies and audits by one agent program, which lives as long as what it is launched in, and checks answers here.
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
      const { host, address, port, customRequest, keepAlive = true, seed } = request;
      const task: Command = {
        command: "verify",
        host,
        ...(address === undefined ? {} : { address }),
        port,
        workloads: [...workloads],
        seed,
        keepAlive,
        ...(databaseUrl === undefined ? {} : { databaseUrl }),
        ...(customRequest === undefined ? {} : { customRequest }),
      };
      return (await ask(launcher, task, "verify", "verification")).verification;
    },

    async snapshot(launcher, databaseUrl) {
      const task: Command = { command: "snapshot", databaseUrl };
      return (await ask(launcher, task, "audit", "snapshot")).snapshot;
    },

    async audit(launcher, { databaseUrl, before, requests, acknowledged }) {
      const task: Command = {
        command: "audit",
        databaseUrl,
        before,
        requests: [...requests],
        acknowledged,
      };
      return (await ask(launcher, task, "audit", "audit")).mismatch ?? undefined;
    },

    check: checkAnswers,
  };
}

const idleConnections = 8;

/** Leaves a few kept connections to a server open and idle, until what the launcher launches in has ended. */
export async function holdIdle(
  launcher: Launcher,
  { host, port }: Pick<Target, "host" | "port">,
): Promise<void> {
  const task: Command = { command: "hold", host, port, connections: idleConnections };
  await ask(launcher, task, "verify", "held");
}

/**
 * By launcher: all is asked of one program, for starting one takes longer than most that it is asked. It keeps no
 * connection from one task to the next, and ends with the sitting, like all that was launched in it.
 */
const programs = new WeakMap<Launcher, VerifierProgram>();

function programIn(launcher: Launcher): VerifierProgram {
  const known = programs.get(launcher);
  if (known?.isUsable === true) return known;
  const program = new VerifierProgram(launcher);
  programs.set(launcher, program);
  return program;
}

async function ask<Kind extends Exclude<Reply["reply"], "failure">>(
  launcher: Launcher,
  task: Command,
  stage: FailureStage,
  kind: Kind,
): Promise<Extract<Reply, { reply: Kind }>> {
  return expected(await programIn(launcher).ask(task), stage, kind);
}

function expected<Kind extends Exclude<Reply["reply"], "failure">>(
  reply: Reply,
  stage: FailureStage,
  kind: Kind,
): Extract<Reply, { reply: Kind }> {
  if (reply.reply === "failure") throw new StackFailure(stage, reply.message);
  if (reply.reply !== kind) {
    throw new HostError(`the verifier program: expected the reply "${kind}", got "${reply.reply}"`);
  }
  return reply as Extract<Reply, { reply: Kind }>;
}
