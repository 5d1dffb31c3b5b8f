import { setTimeout as sleep } from "node:timers/promises";
import {
  HostError,
  StackFailure,
  type Casualty,
  type Failure,
  type FailureStage,
  type Sitting,
} from "@stackbench/model";

/**
 * What died of the stack, where anything did: then whatever else was seen, an engine that refuses to enter a dead container or
 * a generator that found nobody, is its echo. The generator's own container is the host's affair. Throws where the host
 * cannot tell.
 */
async function deathIn(sitting: Sitting): Promise<Casualty | undefined> {
  const casualty = await sitting.casualty();
  return casualty?.service === "load" ? undefined : casualty;
}

/** As `deathIn`; undefined where the host cannot tell. */
async function deathSeenIn(sitting: Sitting): Promise<Casualty | undefined> {
  try {
    return await deathIn(sitting);
  } catch {
    return undefined;
  }
}

/** How often a death is asked for, and how long after each other, ms: the engine learns of it after the clients do. */
const looks = 5;
const betweenLooksMs = 100;

/** As `deathIn`; a sitting that has just failed is given a moment to be seen dead. */
async function deathSoonIn(sitting: Sitting): Promise<Casualty | undefined> {
  for (let look = 1; ; look++) {
    const death = await deathIn(sitting);
    if (death !== undefined || look === looks) return death;
    await sleep(betweenLooksMs);
  }
}

/** The failure that an error is which a machine of the sitting's explains; undefined where they are all there, or nobody can tell. */
export async function lostMachine(error: unknown, sitting: Sitting): Promise<Failure | undefined> {
  let message: string | undefined;
  try {
    message = await sitting.lost?.(error);
  } catch {
    // Whoever could tell is silent: the error stands for itself.
  }
  return message === undefined ? undefined : { stage: "machine", message, logLines: [] };
}

/**
 * The failure that an error before any load is, the stack's own or its death. Throws it again where it is neither, and HostError where
 * an engine that is gone may have taken the stack along.
 */
export async function explainBeforeLoad(
  error: unknown,
  sitting: Sitting,
  stage: FailureStage,
): Promise<Failure> {
  const lost = await lostMachine(error, sitting);
  if (lost) return lost;
  // A host that fails is not asked again and again: what it says of itself is told at once.
  const casualty = await (error instanceof HostError ? deathSeenIn(sitting) : deathSoonIn(sitting));
  if (!casualty) {
    if (error instanceof StackFailure) return error.failure;
    throw error;
  }
  return {
    stage,
    message: `${casualty.service} ${casualty.message} after it was ready`,
    logLines: await sitting.logs(casualty.service, 20),
  };
}

/** Whether the error is the stack's affair: the host's own errors are not, unless something of the stack died. */
export async function isOfStack(error: unknown, sitting: Sitting): Promise<boolean> {
  if (!(error instanceof HostError)) return true;
  return (await deathSeenIn(sitting)) !== undefined;
}

/** A service that died explains a failure better than what the generator saw of it. Throws as `explainBeforeLoad`. */
export async function explainFailure(error: unknown, sitting: Sitting): Promise<Failure> {
  const casualty = await sitting.casualty();
  const failure =
    error instanceof StackFailure
      ? error.failure
      : { stage: "window" as const, message: describe(error), logLines: [] };
  if (!casualty) {
    if (failure.logLines.length > 0) return failure;
    return { ...failure, logLines: await sitting.logs("app", 20) };
  }
  const message = `${casualty.service} ${casualty.message} under load`;
  if (failure.message.startsWith(message)) return failure;
  return {
    ...failure,
    message: `${message} (the generator saw: ${failure.message})`,
    logLines: await sitting.logs(casualty.service, 20),
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
