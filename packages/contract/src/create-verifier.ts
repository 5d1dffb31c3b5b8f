import { ownProgram } from "@stackbench/host";
import {
  StackFailure,
  UsageError,
  targetOf,
  type FailureStage,
  type Launcher,
  type Target,
  type Verifier,
} from "@stackbench/model";
import { verifierOptions, verifierProgram, type VerifierProtocol } from "./agent/protocol.ts";
import { Agent, type Given, type ReplyOf } from "@stackbench/lines";
import { lessonMs, type NamedRequest } from "./custom/learn-requests.ts";
import type { Learnt, Lesson } from "./custom/one-lesson.ts";
import { customMs } from "./verify/verify-custom.ts";
import { parametrisedMs } from "./verify/verify-parametrised.ts";
import { checkAnswers } from "./check/check-answers.ts";

/** The agent program `verifier`, to be run as it is or bundled. */
export const verifierEntry = ownProgram(
  "verifier",
  new URL("./agent/verifier.ts", import.meta.url),
);

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
      const { customRequests, parametrised, keepAlive = true, seed } = request;
      const given = {
        ...targetOf(request),
        workloads: [...workloads],
        seed,
        keepAlive,
        ...(databaseUrl === undefined ? {} : { databaseUrl }),
        ...(parametrised && { parametrised: [...parametrised] }),
        ...(customRequests && { customRequests: [...customRequests] }),
      };
      const lastsMs = (parametrised ? parametrisedMs : 0) + customMs(customRequests);
      return await ask(launcher, { stage: "verify", command: "verify", lastsMs }, given);
    },

    snapshot: (launcher, { databaseUrl, requests }) =>
      ask(
        launcher,
        { stage: "audit", command: "snapshot" },
        { databaseUrl, requests: [...requests] },
      ),

    async audit(launcher, { databaseUrl, before, requests, acknowledged }) {
      const given = { databaseUrl, before, requests: [...requests], acknowledged };
      return (await ask(launcher, { stage: "audit", command: "audit" }, given)) ?? undefined;
    },

    check: checkAnswers,
  };
}

const idleConnections = 8;

/** Leaves a few kept connections to a server open and idle, until what the launcher launches in has ended. */
export async function holdIdle(launcher: Launcher, target: Target): Promise<void> {
  const given = { ...targetOf(target), connections: idleConnections };
  await ask(launcher, { stage: "verify", command: "hold" }, given);
}

/** Learns requests from a server, as `learnRequests` does, from where the launcher's programs run. Throws UsageError as that does. */
export async function learnThere(
  launcher: Launcher,
  { anyLength, keepAlive, leavesClosing = false, redirects, ...target }: Lesson,
  requests: readonly NamedRequest[],
): Promise<Learnt[]> {
  const failed = (message: string): Error => new UsageError(message);
  const given = {
    ...targetOf(target),
    requests: [...requests],
    anyLength,
    keepAlive,
    leavesClosing,
    redirects,
  };
  const lastsMs = lessonMs * requests.length;
  return await (await agentIn(launcher)).ask("learn", given, { failed, lastsMs });
}

/**
 * By launcher: all is asked of one program, for starting one takes longer than most that it is asked. It keeps no
 * connection from one task to the next, and ends with the sitting, like all that was launched in it.
 */
const agents = new WeakMap<Launcher, Promise<Agent<VerifierProtocol>>>();

function agentIn(launcher: Launcher): Promise<Agent<VerifierProtocol>> {
  const known = agents.get(launcher);
  if (known) return known;
  const launching = Agent.launch(launcher, verifierProgram, verifierOptions);
  agents.set(launcher, launching);
  return launching;
}

interface Question<Command extends keyof VerifierProtocol> {
  /** Where the stack fails if this cannot be carried out. */
  stage: FailureStage;
  command: Command;
  /** How long it may take beyond what any question may. */
  lastsMs?: number;
}

/** Throws what launching throws, too. */
async function ask<Command extends keyof VerifierProtocol>(
  launcher: Launcher,
  { stage, command, lastsMs = 0 }: Question<Command>,
  given: Given<VerifierProtocol, Command>,
): Promise<ReplyOf<VerifierProtocol, Command>> {
  const agent = agentIn(launcher);
  try {
    const failed = (message: string): Error => new StackFailure(stage, message);
    return await (await agent).ask(command, given, { failed, lastsMs });
  } catch (error) {
    // Who asks next gets another program.
    if (!(error instanceof StackFailure) && agents.get(launcher) === agent) agents.delete(launcher);
    throw error;
  }
}
