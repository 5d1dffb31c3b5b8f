import { learnThere, type AskedRequest, type Redirects } from "@stackbench/contract";
import {
  StackFailure,
  UsageError,
  variantKey,
  type CpuSets,
  type LoadRequest,
  type Selected,
} from "@stackbench/model";
import { bringUpBare, newRunId } from "@stackbench/runner";
import { cleanLeftovers, wirePorts, type ChosenDriver, type ReadApp } from "@stackbench/session";
import { Interrupted, say, watchInterrupts } from "@stackbench/terminal";
import { describeClosing, describeExpected } from "../url/describe-learnt.ts";
import { hintsIn } from "./hints-in.ts";

/** What of the answers is asked for otherwise than by default. */
export interface Wanted {
  anyLength: boolean;
  redirects: Redirects;
}

export interface AppLesson {
  /** What is brought up to be asked. */
  entry: Selected;
  request: AskedRequest;
  wanted: Wanted;
  keepAlive: boolean;
  cpus: CpuSets;
  chosen: ChosenDriver;
  read: ReadApp;
}

/**
 * Brings the app up once, and learns its request. Throws UsageError where it does not come up, with its last words and
 * what may be meant by them, or does not answer; then nothing is left behind.
 */
export async function learnApp(lesson: AppLesson): Promise<LoadRequest> {
  const { entry, request: asked, wanted, keepAlive, cpus, chosen } = lesson;
  using interrupts = watchInterrupts(say);
  const { signal } = interrupts;
  const ports = wirePorts(chosen.driver);
  try {
    for (const line of await cleanLeftovers(ports)) say(`cleaned up: ${line}`);
    const told = { say, runId: newRunId(new Date()), sittingId: "learn", cpus, signal };
    await using sitting = await bringUpBare(ports, entry, told);
    const { target } = sitting;
    const { request, closing } = await learnThere(sitting, {
      ...target,
      request: asked,
      keepAlive,
      ...wanted,
    });
    const key = variantKey(entry.variant);
    const habit = describeClosing(closing);
    if (habit !== undefined) say(`${key} ${habit}`);
    const fault = await sitting.endApp?.();
    // One that ended, with whatever code, holds no deployment up.
    if (fault !== undefined && (await sitting.casualty()) === undefined) {
      say(`${key} ends badly: ${fault}; here it is killed, and its figures are none the worse`);
    }
    say(`${request.method} ${request.path}: ${describeExpected(request.expect, key)}`);
    return request;
  } catch (error) {
    // Nothing of the run is on disk yet: there is nothing to resume.
    if (signal.aborted) throw new Interrupted("before the run began", { cause: error });
    if (!(error instanceof StackFailure)) throw error;
    throw new UsageError(failureText(error, lesson), { cause: error });
  }
}

function failureText({ failure }: StackFailure, { entry, read }: AppLesson): string {
  const { message, logLines } = failure;
  const hints = hintsIn([message, ...logLines].join("\n"), read);
  return [
    `${variantKey(entry.variant)} did not come up: ${message}`,
    ...logLines.map((line) => `  | ${line}`),
    ...hints,
  ].join("\n");
}
