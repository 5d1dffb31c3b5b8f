import { fileURLToPath } from "node:url";
import { HostError, StackFailure, UsageError } from "@stackbench/model";
import type { FailureStage, Launcher, Verifier } from "@stackbench/model";
import type { Reply } from "./agent/protocol.ts";
import { checkAnswers } from "./check/check-answers.ts";
import { VerifierProgram, type Task } from "./verifier-program.ts";

/** The agent program `verifier`, to be run as it is or bundled. */
export const verifierEntry = fileURLToPath(new URL("./agent/verifier.ts", import.meta.url));

/**
 * Verifies by an agent program that is launched for each call and ended with it, audits by one that lives as long as
 * what it is launched in, and checks answers here.
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
      // What the windows will need is started meanwhile.
      if (workloads.includes("items") && databaseUrl !== undefined) auditorOf(launcher);
      return (await askOnce(launcher, task, "verification")).verification;
    },

    async snapshot(launcher, databaseUrl) {
      const task: Task = { command: "snapshot", databaseUrl };
      return (await askAuditor(launcher, task, "snapshot")).snapshot;
    },

    async audit(launcher, { databaseUrl, before, requests, acknowledged }) {
      const task: Task = {
        command: "audit",
        databaseUrl,
        before,
        requests: [...requests],
        acknowledged,
      };
      return (await askAuditor(launcher, task, "audit")).mismatch ?? undefined;
    },

    check: checkAnswers,
  };
}

/** A program for this task alone: what it left open towards the server goes with it, before anything is measured. */
async function askOnce<Kind extends Exclude<Reply["reply"], "failure">>(
  launcher: Launcher,
  task: Task,
  kind: Kind,
): Promise<Extract<Reply, { reply: Kind }>> {
  const program = new VerifierProgram(launcher);
  try {
    return expected(await program.ask(task), "verify", kind);
  } finally {
    await program.end();
  }
}

/**
 * By launcher: looks into the database, which have no connection to the server, are asked of one program, for starting
 * one takes longer than the look itself. It ends with the sitting, like all that was launched in it.
 */
const auditors = new WeakMap<Launcher, VerifierProgram>();

function auditorOf(launcher: Launcher): VerifierProgram {
  const known = auditors.get(launcher);
  if (known?.isUsable === true) return known;
  const program = new VerifierProgram(launcher);
  auditors.set(launcher, program);
  return program;
}

async function askAuditor<Kind extends Exclude<Reply["reply"], "failure">>(
  launcher: Launcher,
  task: Task,
  kind: Kind,
): Promise<Extract<Reply, { reply: Kind }>> {
  return expected(await auditorOf(launcher).ask(task), "audit", kind);
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
