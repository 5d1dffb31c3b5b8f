import { setTimeout as pause } from "node:timers/promises";
import { UsageError, type LoadRequest } from "@stackbench/model";
import { createClient } from "../verify/client.ts";
import { NoAnswerError } from "../verify/connection.ts";
import type { HttpResponse } from "../verify/parse-response.ts";

/** What a server is asked to learn one request. */
export interface Lesson {
  host: string;
  port: number;
  /** Path and query, as sent. */
  path: string;
  /** The length of the body may differ from answer to answer: then only the status is checked. */
  anyLength: boolean;
  /** Whether the load will send many requests over one connection. */
  keepAlive: boolean;
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
 * what its answers had in common: the whole body where that is one and the same. It asks as the load will, byte for
 * byte. Throws UsageError where the server does not answer, answers with a status outside
 * 200 to 399, with statuses or lengths that vary, or on connections that it closes where they are to be kept.
 */
export async function learnRequest(lesson: Lesson): Promise<LoadRequest> {
  const { host, port, path, anyLength, keepAlive } = lesson;
  const deadline = performance.now() + totalTimeoutMs;
  const client = createClient(host, port, deadline, answerTimeoutMs, keepAlive);
  const name = `GET http://${host}:${port}${path}`;
  const answers: HttpResponse[] = [];
  while (answers.length < questions) {
    if (answers.length === questions / 2 && onlyBody(answers) !== undefined)
      await pause(betweenHalvesMs);
    try {
      answers.push(await client.ask({ method: "GET", path }));
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      throw new UsageError(
        `${name}: expected ${questions} answers, got ${answers.length}, then: ${error.message}`,
        { cause: error },
      );
    }
  }
  const status = onlyStatus(name, answers);
  if (keepAlive && answers.every(({ closes }) => closes)) {
    throw new UsageError(
      `${name}: expected a connection that can be used again, got one that the server closes after every answer. Measure it with --no-keep-alive.`,
    );
  }
  const lengths = [...new Set(answers.map(({ body }) => body.length))].toSorted((a, b) => a - b);
  if (lengths.length > 1 && !anyLength) {
    throw new UsageError(
      `${name}: expected bodies of one length, got ${lengths.length} different ones in ${questions} answers (${lengths[0]} to ${lengths.at(-1)} bytes). With --any-length only the status is checked.`,
    );
  }
  const bodyBytes = anyLength ? null : lengths[0]!;
  const body = anyLength ? undefined : onlyBody(answers);
  return {
    method: "GET",
    path,
    headers: {},
    body: "",
    expect: { status, bodyBytes, ...(body !== undefined && { body }) },
  };
}

/** The body that all have, one character a byte; undefined where they differ, or where it is too long to be kept. */
function onlyBody(answers: readonly HttpResponse[]): string | undefined {
  const { body } = answers[0]!;
  const isOnly =
    body.length <= mostKeptBytes && answers.every((answer) => answer.body.equals(body));
  return isOnly ? body.toString("latin1") : undefined;
}

function onlyStatus(name: string, answers: readonly HttpResponse[]): number {
  const statuses = [...new Set(answers.map((answer) => answer.status))].toSorted((a, b) => a - b);
  const wrong = statuses.find((status) => status < 200 || status > 399);
  if (wrong !== undefined) {
    const count = answers.filter((answer) => answer.status === wrong).length;
    throw new UsageError(
      `${name}: expected a status from 200 to 399, got ${wrong} in ${count} of ${answers.length} answers. A failing request is no measure of a server.`,
    );
  }
  if (statuses.length > 1) {
    throw new UsageError(
      `${name}: expected one status, got ${statuses.join(" and ")} in ${answers.length} answers`,
    );
  }
  return statuses[0]!;
}
