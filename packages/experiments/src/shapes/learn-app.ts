import { learnThere } from "@stackbench/contract";
import {
  StackFailure,
  UsageError,
  variantKey,
  type CpuSets,
  type CustomRequest,
  type Selected,
} from "@stackbench/model";
import { bringUpBare, newRunId } from "@stackbench/runner";
import { cleanLeftovers, wirePorts, type ChosenDriver, type ReadApp } from "@stackbench/session";
import { Interrupted, say, watchInterrupts } from "@stackbench/terminal";
import type { AskedPart } from "../asked/asked-requests.ts";
import { describeClosings, describeLearnt } from "../asked/describe-learnt.ts";
import type { Wanted } from "../asked/read-asked-of-app.ts";
import { hintsIn } from "./hints-in.ts";

export interface AppLesson {
  /** What is brought up to be asked. */
  entry: Selected;
  requests: readonly AskedPart[];
  wanted: Wanted;
  keepAlive: boolean;
  cpus: CpuSets;
  chosen: ChosenDriver;
  read: ReadApp;
}

/**
 * Brings the app up once, and learns its requests. Throws UsageError where it does not come up, with its last words and
 * what may be meant by them, or does not answer; then nothing is left behind.
 */
export async function learnApp(lesson: AppLesson): Promise<CustomRequest[]> {
  const { entry, requests, wanted, keepAlive, cpus, chosen } = lesson;
  using interrupts = watchInterrupts(say);
  const { signal } = interrupts;
  const ports = wirePorts(chosen.driver);
  try {
    for (const line of await cleanLeftovers(ports)) say(`cleaned up: ${line}`);
    const told = { say, runId: newRunId(new Date()), sittingId: "learn", cpus, signal };
    await using sitting = await bringUpBare(ports, entry, told);
    const { target } = sitting;
    const named = requests.map(({ name, request }) => ({ name, request }));
    const learnt = await learnThere(sitting, { ...target, keepAlive, ...wanted }, named);
    const key = variantKey(entry.variant);
    for (const habit of describeClosings(requests, learnt)) say(`${key} ${habit}`);
    const fault = await sitting.endApp?.();
    // One that ended, with whatever code, holds no deployment up.
    if (fault !== undefined && (await sitting.casualty()) === undefined) {
      say(`${key} ends badly: ${fault}; here it is killed, and its figures are none the worse`);
    }
    return requests.map(({ name, weight }, index) => {
      const { request } = learnt[index]!;
      for (const line of describeLearnt(name, request, key)) say(line);
      return { name, weight, request };
    });
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
