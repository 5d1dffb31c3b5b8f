import { commonExpect, learnThere, type Learnt } from "@stackbench/contract";
import { hostHeader } from "@stackbench/http1";
import {
  StackFailure,
  UsageError,
  variantKey,
  type CustomRequest,
  type LoadRequest,
  type Selected,
} from "@stackbench/model";
import { bringUpBare, newRunId } from "@stackbench/runner";
import { cleanLeftovers, wirePorts, type ChosenDriver, type ReadApp } from "@stackbench/session";
import { Interrupted, say, watchInterrupts } from "@stackbench/terminal";
import type { AskedPart } from "../asked/asked-requests.ts";
import { describeClosings, describeLearnt } from "../asked/describe-learnt.ts";
import { toldDebug } from "../asked/debug-of.ts";
import { toldDoubts } from "../asked/doubts-of.ts";
import type { Wanted } from "../asked/read-asked-of-app.ts";
import type { Measurement } from "../measurement/read-measurement.ts";
import { hintsIn } from "./hints-in.ts";

export interface AppLesson {
  /** What is brought up to be asked. */
  entry: Selected;
  /** Other ways to serve it, which may tell of themselves in its answers; none where one is measured. */
  others?: readonly Selected[];
  requests: readonly AskedPart[];
  wanted: Wanted;
  /** As it will be measured. */
  measurement: Pick<
    Measurement,
    | "cpus"
    | "keepAlive"
    | "readyTimeoutSeconds"
    | "memoryLimitBytes"
    | "cpusLimit"
    | "databasePoolSize"
  >;
  chosen: ChosenDriver;
  read: ReadApp;
}

/**
 * Brings the app up once in each of these ways, one after another, and learns its requests: what the answers of all have in
 * common. Throws UsageError where the first does not come up, with its last words and what may be meant by them, or
 * does not answer; then nothing is left behind. Another that does not is told of when it is to be measured.
 */
export async function learnApp(lesson: AppLesson): Promise<CustomRequest[]> {
  const { entry, others = [], requests, chosen } = lesson;
  using interrupts = watchInterrupts(say);
  const { signal } = interrupts;
  const ports = wirePorts(chosen.driver);
  try {
    for (const line of await cleanLeftovers(ports)) say(`cleaned up: ${line}`);
    const key = variantKey(entry.variant);
    const { learnt, host, fault } = await learnIn(entry, lesson, { ports, signal });
    for (const habit of describeClosings(requests, learnt)) say(`${key} ${habit}`);
    if (fault !== undefined) {
      say(`${key} ends badly: ${fault}; here it is killed, and its figures are none the worse`);
    }
    const ways = [{ key, learnt }];
    for (const other of others) {
      const found = await learnIn(other, lesson, { ports, signal, host }).catch(
        (error: unknown) => {
          if (error instanceof StackFailure || error instanceof UsageError) return undefined;
          throw error;
        },
      );
      signal.throwIfAborted();
      if (found === undefined) continue;
      ways.push({ key: variantKey(other.variant), learnt: found.learnt });
    }
    const keys = ways.map((way) => way.key).join(", ");
    return requests.map(({ name, weight }, index) => {
      const each = ways.map((way) => ({ key: way.key, learnt: way.learnt[index]! }));
      const { request: first } = learnt[index]!;
      const expects = each.map((way) => way.learnt.request.expect);
      const request = { ...first, expect: expects.reduce(commonExpect) };
      for (const line of describeLearnt(name, request, keys)) say(line);
      const noted = { ...toldDoubts(name, each), ...toldDebug(lesson.read.debug, each) };
      return { name, weight, request, ...noted };
    });
  } catch (error) {
    // Nothing of the run is on disk yet: there is nothing to resume.
    if (signal.aborted) throw new Interrupted("before the run began", { cause: error });
    if (!(error instanceof StackFailure)) throw error;
    throw new UsageError(failureText(error, lesson), { cause: error });
  }
}

interface Learning {
  ports: ReturnType<typeof wirePorts>;
  signal: AbortSignal;
  /** What requests call the server; absent where it is to be found out. */
  host?: string;
}

/** What it answers in one way, and how it ends where that is no good way and is looked at. */
async function learnIn(
  entry: Selected,
  { requests, wanted, measurement }: AppLesson,
  { ports, signal, host: called }: Learning,
): Promise<{ learnt: Learnt[]; host: string; fault: string | undefined }> {
  const { keepAlive, readyTimeoutSeconds, cpus, memoryLimitBytes, cpusLimit, databasePoolSize } =
    measurement;
  const told = {
    say,
    runId: newRunId(new Date()),
    sittingId: "learn",
    readyTimeoutMs: readyTimeoutSeconds * 1000,
    cpus,
    memoryLimitBytes,
    ...(cpusLimit !== undefined && { cpusLimit }),
    databasePoolSize,
    signal,
  };
  await using sitting = await bringUpBare(ports, entry, told);
  const { target } = sitting;
  // One name in all shapes, wherever they listen: many apps write it into their answers.
  const host = called ?? hostHeader(target);
  const named = requests.map(({ name, request }) => ({ name, request: calling(request, host) }));
  // What becomes of connections is told of the first way alone.
  const leavesClosing = called !== undefined;
  const lesson = { ...target, keepAlive, leavesClosing, ...wanted };
  const learnt = await learnThere(sitting, lesson, named);
  const fault = called === undefined ? await sitting.endApp?.() : undefined;
  // One that ended, with whatever code, holds no deployment up.
  const isStuck = fault !== undefined && (await sitting.casualty()) === undefined;
  return { learnt, host, fault: isStuck ? fault : undefined };
}

/** As it is, where it says itself whom it asks. */
function calling<Request extends Pick<LoadRequest, "headers">>(
  request: Request,
  host: string,
): Request {
  const isSaid = Object.keys(request.headers).some((name) => name.toLowerCase() === "host");
  return isSaid ? request : { ...request, headers: { Host: host, ...request.headers } };
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
