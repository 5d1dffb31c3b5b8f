import type { Difference } from "@stackbench/model";
import type { AskingClient, Client, Conversation, HttpRequest } from "./client.ts";
import { NoAnswerError } from "./no-answer-error.ts";
import { mismatchOf } from "./expectation.ts";
import type { Expectation } from "./expectation.ts";
import type { HttpResponse } from "./incoming.ts";

/** Asks on behalf of one check, counts what was asked and keeps what differed, in the order of asking. */
export class Examiner {
  checks = 0;
  readonly #workload: Difference["workload"];
  readonly #client: Client | AskingClient;
  readonly #found: (Difference | undefined)[] = [];

  constructor(workload: Difference["workload"], client: Client | AskingClient) {
    this.#workload = workload;
    this.#client = client;
  }

  get differences(): Difference[] {
    return this.#found.filter((difference) => difference !== undefined);
  }

  /** Sends a request of its own and compares; undefined where the answer differed. */
  async ask(request: HttpRequest, expectation: Expectation): Promise<HttpResponse | undefined> {
    const slot = this.#slot();
    try {
      const response = await this.#client.ask(request);
      return this.#compare(slot, nameOf(request), response, expectation);
    } catch (error) {
      this.#noAnswer(slot, nameOf(request), expectation, error);
      return undefined;
    }
  }

  /** Compares an answer that came otherwise. */
  compare(what: string, response: HttpResponse, expectation: Expectation): boolean {
    return this.#compare(this.#slot(), what, response, expectation) !== undefined;
  }

  /** Uses a connection of its own; silence and garbage become a difference. */
  async converse(
    what: string,
    expected: string,
    use: (conversation: Conversation) => Promise<void>,
  ): Promise<void> {
    const slot = this.#slot();
    try {
      await this.#overHttp1.converse(use);
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      this.#record(slot, what, expected, error.message);
    }
  }

  encode(request: HttpRequest, keepAlive?: boolean): Buffer {
    return this.#overHttp1.encode(request, keepAlive);
  }

  /** Packets and connections are what checks of HTTP/1.1 ask about: there are no others of them. */
  get #overHttp1(): Client {
    if ("converse" in this.#client) return this.#client;
    throw new Error("a check of HTTP/1.1 among those of HTTP/2");
  }

  /** Counts one more check, which `got` fails unless it is undefined. */
  expect(what: string, expected: string, got: string | undefined): boolean {
    const slot = this.#slot();
    if (got !== undefined) this.#record(slot, what, expected, got);
    return got === undefined;
  }

  /** Keeps a place, so that concurrent checks report in the order of asking. */
  #slot(): number {
    this.checks++;
    return this.#found.push(undefined) - 1;
  }

  #compare(
    slot: number,
    what: string,
    response: HttpResponse,
    expectation: Expectation,
  ): HttpResponse | undefined {
    const mismatch = mismatchOf(response, expectation);
    if (!mismatch) return response;
    this.#record(slot, what, mismatch.expected, mismatch.got);
    return undefined;
  }

  #noAnswer(slot: number, what: string, { status }: Expectation, error: unknown): void {
    if (!(error instanceof NoAnswerError)) throw error;
    this.#record(slot, what, `status ${[status].flat().join(" or ")}`, error.message);
  }

  #record(slot: number, request: string, expected: string, got: string): void {
    this.#found[slot] = { workload: this.#workload, request, expected, got };
  }
}

/** "POST /items {"name":"x"}". */
export function nameOf({ method, path, body }: HttpRequest): string {
  const shown = `${method} ${path}${body === undefined ? "" : ` ${body}`}`;
  return shown.length <= 160 ? shown : `${shown.slice(0, 160)}…`;
}
