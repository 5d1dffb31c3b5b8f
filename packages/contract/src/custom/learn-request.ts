import { setTimeout as pause } from "node:timers/promises";
import { hostHeader } from "@stackbench/http1";
import { UsageError, type LoadRequest, type Target } from "@stackbench/model";
import { createClient } from "../verify/client.ts";
import type { HttpResponse } from "../verify/incoming.ts";
import { NoAnswerError } from "../verify/no-answer-error.ts";
import { rateLimitIn } from "../verify/rate-limit.ts";
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

/** What is kept of an answer. */
interface Answer extends Pick<HttpResponse, "status" | "headers"> {
  bodyBytes: number;
  /** Its body is the first answer's, byte for byte. */
  isAsFirst: boolean;
  /** One character a byte; undefined where that would be long. */
  text: string | undefined;
}

/** Enough to see a length that varies by a counter, a clock or a token. */
const questions = 20;
/** A clock in the answer that shows whole seconds moves on meanwhile. */
const betweenHalvesMs = 1_100;
/** A longer body is not kept: it would go with every window's orders. */
const mostKeptBytes = 64 * 1024;
const answerTimeoutMs = 15_000;
/** The most that a lesson takes, milliseconds. */
export const lessonMs = 60_000;

/**
 * Asks `GET <path>` twenty times, one after the other, each on a connection of its own, and gives the request with
 * what its answers had in common: the whole body where that is one and the same, else what all begin and end with. It
 * asks as the load will, byte for byte. Where connections are to be kept, it sees what becomes of one. Where the path
 * leads to another one of the server, that is asked instead if so wished, and stands in the request.
 * Throws UsageError where the server does not answer, answers with a redirect that is not to be followed, with a status
 * that is no success, or with statuses that vary.
 */
export async function learnRequest(lesson: Lesson): Promise<Learnt> {
  const { anyLength, keepAlive, redirects } = lesson;
  const deadline = performance.now() + lessonMs;
  const client = createClient(lesson, deadline, answerTimeoutMs, keepAlive);
  const nameOf = (path: string) => `GET http://${hostHeader(lesson)}${path}`;
  const { path, answer } = await findTarget(lesson, lesson.path, redirects, (from) =>
    told(nameOf(from), 0, () => client.ask({ method: "GET", path: from })),
  );
  const name = nameOf(path);
  const answers: Answer[] = [];
  let known = answer;
  let firstBody: Buffer | undefined;
  while (answers.length < questions) {
    if (answers.length === questions / 2 && areSame(answers)) await pause(betweenHalvesMs);
    const { status, headers, body } =
      known ?? (await told(name, answers.length, () => client.ask({ method: "GET", path })));
    known = undefined;
    firstBody ??= body;
    answers.push({
      status,
      headers,
      bodyBytes: body.length,
      isAsFirst: body.equals(firstBody),
      text: body.length > mostKeptBytes ? undefined : body.toString("latin1"),
    });
  }
  const status = onlyStatus(name, answers, redirects === "measure" ? 399 : 299);
  const closing: Closing = keepAlive
    ? await told(name, answers.length, () => findClosing(client, { method: "GET", path }))
    : { kind: "keeps" };
  const expect = { status, ...stableIn(answers, anyLength) };
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

/**
 * What all bodies have in common: all of it, or what they begin and end with. Bodies that vary may have any length: one
 * that was the same twenty times changes with the number of digits in them.
 */
function stableIn(
  answers: readonly Answer[],
  anyLength: boolean,
): Pick<LoadRequest["expect"], "bodyBytes" | "body" | "ends"> {
  const first = answers[0]!;
  if (areSame(answers)) {
    // Somebody knows that they vary: what was the same now tells nothing of where.
    if (anyLength) return { bodyBytes: null };
    const { bodyBytes, text } = first;
    return { bodyBytes, ...(text !== undefined && { body: text }) };
  }
  const texts = answers.flatMap(({ text }) => text ?? []);
  if (texts.length < answers.length) return { bodyBytes: null };
  const ends = stableEnds(texts);
  return { bodyBytes: null, ...(ends.start + ends.end !== "" && { ends }) };
}

/** Whether the bodies so far are all the same: then a clock in them may not have moved on yet. */
function areSame(answers: readonly Answer[]): boolean {
  return answers.every(({ isAsFirst }) => isAsFirst);
}

function onlyStatus(name: string, answers: readonly Answer[], highest: number): number {
  const statuses = [...new Set(answers.map((answer) => answer.status))].toSorted((a, b) => a - b);
  const wrong = statuses.find((status) => status < 200 || status > highest);
  if (wrong !== undefined) {
    const refused = answers.filter((answer) => answer.status === wrong);
    const limit = rateLimitIn(refused[0]!);
    const count = refused.length;
    throw new UsageError(
      `${name}: expected a status from 200 to ${highest}, got ${wrong}${limit} in ${count} of ${answers.length} answers. A failing request is no measure of a server.`,
    );
  }
  if (statuses.length > 1) {
    throw new UsageError(
      `${name}: expected one status, got ${statuses.join(" and ")} in ${answers.length} answers`,
    );
  }
  return statuses[0]!;
}
