import { setTimeout as pause } from "node:timers/promises";
import { UsageError } from "@stackbench/model";
import type { AskedRequest } from "../http-file/asked-request.ts";
import { createClient } from "../verify/client.ts";
import { OneLesson, questions, type Learnt, type Lesson } from "./one-lesson.ts";

/** A request, and what it is called among others. */
export interface NamedRequest {
  name: string;
  request: AskedRequest;
}

/** A clock in the answer that shows whole seconds moves on meanwhile. */
const betweenHalvesMs = 1_100;
const answerTimeoutMs = 15_000;
/** The most that learning one request takes, milliseconds. */
export const lessonMs = 60_000;

/**
 * Asks each request twenty times, in turn and each on a connection of its own, so that what one of them changes shows in
 * the answers of the others, as it will under load. Gives each with what its answers had in common: the whole body where
 * that is one and the same, else what all begin and end with. It asks as the load will, byte for byte. Where connections
 * are to be kept, it sees what becomes of one. Where a path leads to another one of the server, that is asked instead if
 * so wished, and stands in the request.
 * Throws UsageError where the server does not answer, answers with a redirect that is not to be followed, with a status
 * that is no success, or with statuses that vary; of several requests with all that this is true of, by name.
 */
export async function learnRequests(
  lesson: Lesson,
  requests: readonly NamedRequest[],
): Promise<Learnt[]> {
  const deadline = performance.now() + lessonMs * requests.length;
  const client = createClient(lesson, deadline, answerTimeoutMs, lesson.keepAlive);
  const learnt = new Map<string, Learnt>();
  const failures = new Map<string, UsageError>();
  const lessons = new Map<string, OneLesson>();
  const trying = async (name: string, step: () => Promise<void>): Promise<void> => {
    if (failures.has(name)) return;
    try {
      await step();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      failures.set(name, error);
    }
  };
  for (const { name, request } of requests) {
    await trying(name, async () => {
      lessons.set(name, await OneLesson.begin(lesson, client, request));
    });
  }
  for (let asked = 0; asked < questions && failures.size < requests.length; asked++) {
    if (asked === questions / 2) await pause(betweenHalvesMs);
    for (const [name, one] of lessons) await trying(name, () => one.ask());
  }
  for (const [name, one] of lessons) {
    await trying(name, async () => {
      learnt.set(name, await one.conclude());
    });
  }
  refuseFailed(requests, failures);
  return requests.map(({ name }) => learnt.get(name)!);
}

function refuseFailed(
  requests: readonly NamedRequest[],
  failures: ReadonlyMap<string, UsageError>,
): void {
  const [first] = failures.values();
  if (first === undefined) return;
  if (requests.length === 1) throw first;
  const sound = requests.map(({ name }) => name).filter((name) => !failures.has(name));
  const without = sound.length === 0 ? "" : ` leave out what cannot be: --only='${sound.join()}';`;
  const lines = [...failures].map(([name, { message }]) => `  ${name}: ${message}`);
  throw new UsageError(
    [
      `expected answers to ${requests.length} requests that can be measured, got ${failures.size} without:`,
      ...lines,
      `What to do:${without} or say in a requests.http which answer is right, such as # @expect status 404`,
    ].join("\n"),
    { cause: first },
  );
}
