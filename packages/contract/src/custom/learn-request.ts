import { setTimeout as pause } from "node:timers/promises";
import { hostHeader } from "@stackbench/http1";
import { UsageError, type LoadRequest, type Target } from "@stackbench/model";
import { createClient } from "../verify/client.ts";
import { NoAnswerError } from "../verify/connection.ts";
import type { HttpResponse } from "../verify/parse-response.ts";
import { findClosing, type Closing } from "./find-closing.ts";
import { findTarget, type Redirects } from "./find-target.ts";
import { stableEnds } from "./stable-ends.ts";

/** What a server is asked to learn one request. */
export interface Lesson extends Target {
  /** Path and query, as sent. */
  path: string;
  /** The length of the body may differ from answer to answer, though it did not while learning. */
  anyLength: boolean;
  /** Whether the load will send many requests over one connection. */
  keepAlive: boolean;
  redirects: Redirects;
}

/** A request with what its answers had in common, and what the server does with connections. */
export interface Learnt {
  request: LoadRequest;
  closing: Closing;
}

/** Enough to see a length that varies by a counter, a clock or a token. */
const questions = 20;
/** A clock in the answer that shows whole seconds moves on meanwhile. */
const betweenHalvesMs = 1_100;
/** A longer body is not kept: it would go with every window's orders. */
const mostKeptBytes = 64 * 1024;
const answerTimeoutMs = 15_000;
const totalTimeoutMs = 60_000;

/**
 * Asks `GET <path>` twenty times, one after the other, each on a connection of its own, and gives the request with
 * what its answers had in common: the whole body where that is one and the same, else its length, or what all begin
 * and end with. It asks as the load will, byte for byte. Where connections are to be kept, it sees what becomes of one.
 * Where the path leads to another one of the server, that is asked instead if so wished, and stands in the request.
 * Throws UsageError where the server does not answer, answers with a redirect that is not to be followed, with a status
 * that is no success, or with statuses that vary.
 */
export async function learnRequest(lesson: Lesson): Promise<Learnt> {
  const { anyLength, keepAlive, redirects } = lesson;
  const deadline = performance.now() + totalTimeoutMs;
  const client = createClient(lesson, deadline, answerTimeoutMs, keepAlive);
  const nameOf = (path: string) => `GET http://${hostHeader(lesson)}${path}`;
  const { path, answer } = await findTarget(lesson, lesson.path, redirects, (from) =>
    told(nameOf(from), 0, () => client.ask({ method: "GET", path: from })),
  );
  const name = nameOf(path);
  const answers: HttpResponse[] = answer ? [answer] : [];
  while (answers.length < questions) {
    if (answers.length === questions / 2 && areSame(answers)) await pause(betweenHalvesMs);
    answers.push(await told(name, answers.length, () => client.ask({ method: "GET", path })));
  }
  const status = onlyStatus(name, answers, redirects === "measure" ? 399 : 299);
  const closing: Closing = keepAlive
    ? await told(name, answers.length, () => findClosing(client, { method: "GET", path }))
    : { kind: "keeps" };
  const expect = {
    status,
    ...stableIn(
      answers.map(({ body }) => body),
      anyLength,
    ),
  };
  return { request: { method: "GET", path, headers: {}, body: "", expect }, closing };
}

/** Throws UsageError for an answer that does not come, with how many did. */
async function told<Result>(
  name: string,
  answers: number,
  ask: () => Promise<Result>,
): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    throw new UsageError(
      `${name}: expected ${questions} answers, got ${answers}, then: ${error.message}`,
      { cause: error },
    );
  }
}

/** What all bodies have in common: all of it, or the length, or what they begin and end with. */
function stableIn(
  bodies: readonly Buffer[],
  anyLength: boolean,
): Pick<LoadRequest["expect"], "bodyBytes" | "body" | "ends"> {
  const [first] = bodies;
  const isOneLength = bodies.every(({ length }) => length === first!.length);
  const bodyBytes = anyLength || !isOneLength ? null : first!.length;
  if (bodies.some(({ length }) => length > mostKeptBytes)) return { bodyBytes };
  const texts = bodies.map((body) => body.toString("latin1"));
  const ends = stableEnds(texts);
  if (ends.start === texts[0]) {
    // Somebody knows that they vary: what was the same now tells nothing of where.
    return bodyBytes === null ? { bodyBytes } : { bodyBytes, body: ends.start };
  }
  return ends.start + ends.end === "" ? { bodyBytes } : { bodyBytes, ends };
}

/** Whether the bodies so far are all the same: then a clock in them may not have moved on yet. */
function areSame(answers: readonly HttpResponse[]): boolean {
  const { body } = answers[0]!;
  return answers.every((answer) => answer.body.equals(body));
}

function onlyStatus(name: string, answers: readonly HttpResponse[], highest: number): number {
  const statuses = [...new Set(answers.map((answer) => answer.status))].toSorted((a, b) => a - b);
  const wrong = statuses.find((status) => status < 200 || status > highest);
  if (wrong !== undefined) {
    const count = answers.filter((answer) => answer.status === wrong).length;
    throw new UsageError(
      `${name}: expected a status from 200 to ${highest}, got ${wrong} in ${count} of ${answers.length} answers. A failing request is no measure of a server.`,
    );
  }
  if (statuses.length > 1) {
    throw new UsageError(
      `${name}: expected one status, got ${statuses.join(" and ")} in ${answers.length} answers`,
    );
  }
  return statuses[0]!;
}
