import { setTimeout as pause } from "node:timers/promises";
import { originOf } from "@stackbench/http1";
import { UsageError, type LoadRequest, type Target } from "@stackbench/model";
import type { AskedRequest } from "../http-file/asked-request.ts";
import { createClient } from "../verify/client.ts";
import type { HttpResponse } from "../verify/incoming.ts";
import { NoAnswerError } from "../verify/no-answer-error.ts";
import { rateLimitIn } from "../verify/rate-limit.ts";
import { mismatchOf } from "../verify/expectation.ts";
import { askingAnew } from "./asking-anew.ts";
import { findClosing, type Closing } from "./find-closing.ts";
import { findTarget, type Redirects } from "./find-target.ts";
import { commonFields, hasClock, parseJson } from "./json-fields.ts";
import { learntHead } from "./learnt-head.ts";
import { isBodyKnown, learntMismatch } from "./learnt-mismatch.ts";
import { stableEnds } from "./stable-ends.ts";

/** What a server is asked to learn one request. */
export interface Lesson extends Target {
  request: AskedRequest;
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
/** Fields go with every window's orders, too. */
const mostFields = 1_000;
const answerTimeoutMs = 15_000;
/** The most that a lesson takes, milliseconds. */
export const lessonMs = 60_000;

/**
 * Asks a request twenty times, one after the other, each on a connection of its own, and gives the request with
 * what its answers had in common: the whole body where that is one and the same, else what all begin and end with. It
 * asks as the load will, byte for byte. Where connections are to be kept, it sees what becomes of one. Where the path
 * leads to another one of the server, that is asked instead if so wished, and stands in the request.
 * Throws UsageError where the server does not answer, answers with a redirect that is not to be followed, with a status
 * that is no success, or with statuses that vary.
 */
export async function learnRequest(lesson: Lesson): Promise<Learnt> {
  const { request, anyLength, keepAlive, redirects } = lesson;
  const { method, wanted } = request;
  const deadline = performance.now() + lessonMs;
  const client = createClient(lesson, deadline, answerTimeoutMs, keepAlive);
  const nameOf = (path: string) => `${method} ${originOf(lesson)}${path}`;
  const { path, answer } = canLeadOn(request)
    ? await findTarget(lesson, request.path, redirects, (from) =>
        told(nameOf(from), 0, () => client.ask(askingAnew({ ...request, path: from })())),
      )
    : { path: request.path };
  const name = nameOf(path);
  const next = askingAnew({ ...request, path });
  const answers: Answer[] = [];
  let known = answer;
  let firstBody: Buffer | undefined;
  const isBodySaid = isBodyKnown(wanted);
  while (answers.length < questions) {
    if (answers.length === questions / 2) await pause(betweenHalvesMs);
    const { status, headers, body } =
      known ?? (await told(name, answers.length, () => client.ask(next())));
    known = undefined;
    firstBody ??= body;
    answers.push({
      status,
      headers,
      bodyBytes: body.length,
      isAsFirst: body.equals(firstBody),
      text: body.length > mostKeptBytes && !isBodySaid ? undefined : body.toString("latin1"),
    });
  }
  refuseUnwanted(name, wanted, answers);
  const status = wanted.status ?? onlyStatus(name, answers, redirects === "measure" ? 399 : 299);
  const closing: Closing = keepAlive
    ? await told(name, answers.length, () => findClosing(client, next))
    : { kind: "keeps" };
  const contentType = onlyMediaType(answers);
  const expect = {
    status,
    ...(contentType !== undefined && { contentType }),
    // Who says what bodies hold knows better than twenty of them what varies.
    ...(isBodySaid ? { bodyBytes: null } : stableIn(answers, anyLength)),
    ...wanted,
  };
  const { wanted: _, ...asked } = request;
  return { request: { ...asked, path, expect }, closing };
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
): Pick<LoadRequest["expect"], "bodyBytes" | "body" | "ends" | "fields"> {
  const first = answers[0]!;
  const nowMs = Date.now();
  const values = answers.flatMap(({ text }) => jsonIn(text) ?? []);
  const isJson = values.length === answers.length;
  if (areSame(answers) && !(isJson && hasClock(values[0], nowMs))) {
    // Somebody knows that they vary: what was the same now tells nothing of where.
    if (anyLength) return { bodyBytes: null };
    const { bodyBytes, text } = first;
    return { bodyBytes, ...(text !== undefined && { body: text }) };
  }
  if (isJson) {
    const fields = commonFields(values, nowMs);
    if (fields.length > 0 && fields.length <= mostFields) return { bodyBytes: null, fields };
  }
  const texts = answers.flatMap(({ text }) => text ?? []);
  if (texts.length < answers.length) return { bodyBytes: null };
  const ends = stableEnds(texts);
  return { bodyBytes: null, ...(ends.start + ends.end !== "" && { ends }) };
}

function jsonIn(text: string | undefined): unknown {
  return text === undefined ? undefined : parseJson(Buffer.from(text, "latin1").toString("utf8"));
}

/** Undefined where answers have none, or several. */
function onlyMediaType(answers: readonly Answer[]): string | undefined {
  const types = new Set(
    answers.map(({ headers }) => headers.get("content-type")?.split(";")[0]!.trim().toLowerCase()),
  );
  return types.size === 1 ? [...types][0] : undefined;
}

/** Whether a redirect is to be gone after: a client goes there by itself with a GET, and where no other answer is wanted. */
function canLeadOn({ method, wanted }: AskedRequest): boolean {
  return method === "GET" && wanted.status === undefined;
}

/** Throws UsageError where an answer is not what somebody said it would be. */
function refuseUnwanted(
  name: string,
  wanted: AskedRequest["wanted"],
  answers: readonly Answer[],
): void {
  for (const [place, answer] of answers.entries()) {
    const mismatch =
      mismatchOf(
        { ...answer, body: Buffer.from(answer.text ?? "", "latin1") },
        learntHead({ ...wanted, status: wanted.status ?? answer.status }),
      ) ?? learntMismatch(wanted, answer.text ?? "");
    if (!mismatch) continue;
    throw new UsageError(
      `${name}: expected by "@expect" ${mismatch.expected}, got ${mismatch.got} in answer ${place + 1} of ${answers.length}`,
    );
  }
}

/** Whether the bodies so far are all the same: then a clock in them may not have moved on yet. */
function areSame(answers: readonly Answer[]): boolean {
  return answers.every(({ isAsFirst }) => isAsFirst);
}

function onlyStatus(name: string, answers: readonly Answer[], highest: number): number {
  const statuses = [...new Set(answers.map((answer) => answer.status))].toSorted((a, b) => a - b);
  const wrong = statuses.find((status) => status < 200 || status > highest);
  if (wrong !== undefined) {
    const before = answers.findIndex((answer) => answer.status === wrong);
    const limit = rateLimitIn(answers[before]!);
    const count = answers.filter((answer) => answer.status === wrong).length;
    const [when, advice] =
      limit === ""
        ? ["", "A failing request is no measure of a server."]
        : [
            before === 0 ? " from the first request on," : ` after ${before} requests,`,
            "A load would measure that limit: switch it off for this machine, or raise it well above what you expect.",
          ];
    throw new UsageError(
      `${name}: expected a status from 200 to ${highest}, got ${wrong}${limit}${when} in ${count} of ${answers.length} answers. ${advice}`,
    );
  }
  if (statuses.length > 1) {
    throw new UsageError(
      `${name}: expected one status, got ${statuses.join(" and ")} in ${answers.length} answers`,
    );
  }
  return statuses[0]!;
}
