import { performance } from "node:perf_hooks";
import { calledHost, numbered } from "@stackbench/http1";
import type { LoadRequest, LoadSpec } from "@stackbench/model";
import { readOwnLimits } from "../../own-limits.ts";
import type { Fault } from "../../agent/cause-log.ts";
import { connectFault } from "../../agent/connect-fault.ts";
import type { RequestNumbers } from "../../agent/number-source.ts";
import { Tally, type ThreadReport } from "../../agent/tally.ts";
import type { ThreadView } from "../../agent/until-warm.ts";
import type { Ended } from "../../agent/window-tally.ts";

/** What this process can open: read while it can open something. */
const limits = readOwnLimits();

/** What is used of a client of autocannon 9: one connection. */
export interface CannonClient {
  conn: { readableEnded: boolean };
  pipelinedRequests: { clear(): void; addBody(data: Buffer | string): void };
  /** Of http-parser-js. */
  parser: { reinitialize(type: "RESPONSE"): void };
  setRequests(requests: object[]): void;
  on(event: "request", listener: () => void): void;
  on(event: "connError", listener: (error: NodeJS.ErrnoException) => void): void;
  on(
    event: "response",
    listener: (status: number, bytes: number, durationMs: number) => void,
  ): void;
}

interface ClientState {
  /** Of the request in flight. */
  sentMs: number | undefined;
  /** Where that is a PUT with a number: which one, and the number. */
  update: { index: number; number: number } | undefined;
  asked: boolean;
  answered: boolean;
}

/** Looks on at one run of autocannon, connection by connection, and counts for itself. */
export class CannonWatch {
  readonly #spec: LoadSpec;
  readonly #tally: Tally;
  readonly #numbers: RequestNumbers;
  readonly #clients: ClientState[] = [];

  constructor(spec: LoadSpec, numbers: RequestNumbers) {
    this.#spec = spec;
    this.#numbers = numbers;
    this.#tally = new Tally(spec.requests.length, performance.now(), false);
  }

  get succeeded(): number {
    return this.#tally.succeeded;
  }

  mark(fromMs: number, toMs: number): void {
    this.#tally.mark(fromMs, toMs);
  }

  look(): ThreadView {
    const nowMs = performance.now();
    const waiting = this.#clients.map(({ sentMs }) => (sentMs === undefined ? 0 : nowMs - sentMs));
    return {
      lead: this.#tally.lead(nowMs),
      longestServiceMs: waiting.reduce((a, b) => Math.max(a, b), this.#tally.longestServiceMs),
    };
  }

  /** To be called for every connection before it sends: gives it its requests and listens. */
  adopt(client: CannonClient): void {
    const tally = this.#tally;
    const { sequence, requests, level } = this.#spec;
    const start = Math.floor((this.#clients.length / level.connections) * sequence.length);
    const own: ClientState = {
      sentMs: undefined,
      update: undefined,
      asked: false,
      answered: false,
    };
    this.#clients.push(own);
    // It would read each piece of a body as UTF-8 by itself, and so count other bytes than came.
    const { pipelinedRequests: queue } = client;
    const addBody = queue.addBody.bind(queue);
    queue.addBody = (data) => addBody(data.toString("latin1"));
    /** What is wrong with the answer that is being handed out; its `response` event follows at once. */
    let fault: Fault | undefined;
    let answered = 0;
    client.setRequests(
      [...sequence.slice(start), ...sequence.slice(0, start)].map((index) => {
        const request = requests[index]!;
        const { method, path, headers, body, expect } = request;
        const onResponse = (status: number, text: string) => {
          answered = index;
          fault = wrongIn(expect, status, text);
        };
        const { host, others } = calledHost(this.#spec, headers);
        // Where one is given it adds none of its own.
        const named = host === undefined ? others : { host, ...others };
        const plain = { method, path, headers: named, body, onResponse };
        const source = this.#numbers[index];
        if (!source) return plain;
        // Of what is sent next: for the first before its `request` event, for others right behind it.
        const setupRequest = (asked: object) => {
          const number = source.next();
          own.update = method === "PUT" ? { index, number } : undefined;
          const sent = numbered(request, number);
          return { ...asked, path: sent.path, body: sent.body };
        };
        return { ...plain, setupRequest };
      }),
    );

    const fail = (lost: Fault) => {
      const nowMs = performance.now();
      const { sentMs, update } = own;
      own.sentMs = undefined;
      own.update = undefined;
      // No connection came about: no byte of the request was sent.
      const isUnsent = lost.kind === "connect" || lost.kind === "generator-limit";
      if (sentMs !== undefined) {
        tally.end(nowMs, sentMs);
        tally.fail(nowMs, timesOf(sentMs), lost);
        if (update && !isUnsent) this.#endUnanswered(update, sentMs, nowMs);
      } else if (isUnsent) {
        tally.failToConnect(nowMs, nowMs, lost);
      }
    };
    const seconds = this.#spec.timeoutMs / 1000;
    let connection: CannonClient["conn"] | undefined;
    client.on("request", () => {
      if (client.conn !== connection) {
        // A request in flight went down with the old connection. autocannon would hand the next
        // answer to that one, so that times and requests were mixed up from then on. Errors are told
        // before it connects anew. For a server that just closes there is no event, and `timeout`
        // comes too late: behind the `request` of the next one.
        if (own.sentMs !== undefined) {
          fail(
            connection?.readableEnded
              ? { kind: "closed", reason: "expected an answer, got the connection's end" }
              : { kind: "timeout", reason: `no whole answer within ${seconds} s` },
          );
        }
        client.pipelinedRequests.clear();
        // It would take the next answer for the rest of the one that broke off.
        client.parser.reinitialize("RESPONSE");
        connection = client.conn;
      }
      own.sentMs = performance.now();
      own.asked = true;
      tally.send(own.sentMs, own.sentMs, own.sentMs, undefined);
    });
    client.on("connError", ({ syscall, code = "", message }) => {
      if (syscall === "connect") fail(connectFault(code, limits));
      else fail({ kind: "reset", ...(code !== "" && { code }), reason: message.slice(0, 200) });
    });
    client.on("response", (status, _bytes, durationMs) => {
      const nowMs = performance.now();
      const { sentMs, update } = own;
      own.sentMs = undefined;
      own.update = undefined;
      if (sentMs === undefined) return;
      own.answered = true;
      // By its own clock, which is what is looked at.
      tally.end(nowMs, sentMs);
      if (fault) tally.fail(nowMs, timesOf(sentMs), fault);
      else tally.succeed(nowMs, timesOf(sentMs), answered, status, durationMs);
      if (update) {
        tally.updates.end(update.index, update.number, sentMs, nowMs, fault === undefined);
      }
    });
  }

  /** What is still under way was cut off: a server that had it may carry it out. */
  report(cpuMs: number, wallMs: number): ThreadReport {
    const nowMs = performance.now();
    for (const client of this.#clients) {
      const { sentMs, update } = client;
      if (sentMs === undefined) continue;
      this.#tally.giveUp(nowMs, timesOf(sentMs));
      if (update) this.#endUnanswered(update, sentMs, nowMs);
      client.sentMs = undefined;
      client.update = undefined;
    }
    const unanswered = this.#clients.filter(({ asked, answered }) => asked && !answered);
    return this.#tally.report({
      cpuMs,
      wallMs,
      unansweredConnections: unanswered.length,
      schedule: undefined,
    });
  }

  /** Of a PUT without an answer: nobody knows whether it was carried out. */
  #endUnanswered(
    { index, number }: NonNullable<ClientState["update"]>,
    sentMs: number,
    nowMs: number,
  ): void {
    this.#tally.updates.end(index, number, sentMs, nowMs, false);
  }
}

function wrongIn(
  { status: expectedStatus, bodyBytes }: LoadRequest["expect"],
  status: number,
  body: string,
): Fault | undefined {
  if (status !== expectedStatus) {
    return { kind: "status", status, reason: `expected status ${expectedStatus}, got ${status}` };
  }
  // A character a byte.
  const got = body.length;
  if (bodyBytes === null || got === bodyBytes) return undefined;
  return { kind: "length", status, reason: `expected a body of ${bodyBytes} bytes, got ${got}` };
}

/** A closed loop intends what it does. */
function timesOf(sentMs: number): Ended {
  return { sentMs, intendedMs: sentMs };
}
