import { performance } from "node:perf_hooks";
import type { LoadErrorKind, LoadSpec } from "@stackbench/model";
import { Histogram } from "@stackbench/statistics";
import type { AgentResult } from "../protocol.ts";
import { seriesIntervalMs } from "./tally.ts";

/** What is used of a client of autocannon 9: one connection. */
export interface CannonClient {
  conn: { readableEnded: boolean };
  pipelinedRequests: { clear(): void };
  setRequests(requests: object[]): void;
  on(event: "request" | "timeout", listener: () => void): void;
  on(event: "connError", listener: (error: NodeJS.ErrnoException) => void): void;
  on(
    event: "response",
    listener: (status: number, bytes: number, durationMs: number) => void,
  ): void;
}

/** Looks on at one run of autocannon, connection by connection, and counts for itself. */
export class CannonWatch {
  succeeded = 0;
  readonly #spec: LoadSpec;
  readonly #serviceTime = new Histogram();
  readonly #errors: Partial<Record<LoadErrorKind, number>> = {};
  readonly #statuses: Record<string, number> = {};
  readonly #byRequest: number[];
  readonly #series: number[] = [];
  #adopted = 0;
  #sent = 0;
  #ended = 0;
  #firstSendMs = 0;
  #lastSendMs = 0;
  #lastEndMs = 0;

  constructor(spec: LoadSpec) {
    this.#spec = spec;
    this.#byRequest = spec.requests.map(() => 0);
  }

  /** To be called for every connection before it sends: gives it its requests and listens. */
  adopt(client: CannonClient): void {
    const { sequence, requests, level } = this.#spec;
    const start = Math.floor((this.#adopted++ / level.connections) * sequence.length);
    /** What is wrong with the answer that is being handed out; its `response` event follows at once. */
    let fault: "status" | "length" | undefined;
    let answered = 0;
    client.setRequests(
      [...sequence.slice(start), ...sequence.slice(0, start)].map((index) => {
        const { method, path, headers, body, expect } = requests[index]!;
        const onResponse = (status: number, text: string) => {
          answered = index;
          const wrongLength =
            expect.bodyBytes !== null && Buffer.byteLength(text) !== expect.bodyBytes;
          fault = status !== expect.status ? "status" : wrongLength ? "length" : undefined;
        };
        return { method, path, headers: { ...headers }, body, onResponse };
      }),
    );

    let connection: CannonClient["conn"] | undefined;
    client.on("request", () => {
      if (client.conn !== connection) {
        // A request in flight went down with the old connection. autocannon would hand the next
        // answer to that one, so that times and requests were mixed up from then on. Errors and
        // timeouts have events of their own; for a server that just closes there is none.
        if (connection?.readableEnded) this.#fail("closed");
        client.pipelinedRequests.clear();
        connection = client.conn;
      }
      this.#send();
    });
    client.on("timeout", () => this.#fail("timeout"));
    client.on("connError", (error) => {
      this.#fail(error.syscall === "connect" ? "connect" : "reset");
    });
    client.on("response", (status, _bytes, durationMs) => {
      this.#statuses[status] = (this.#statuses[status] ?? 0) + 1;
      if (fault) this.#fail(fault);
      else this.#succeed(answered, durationMs);
    });
  }

  result(cpu: Required<Pick<AgentResult, "cpuSeconds" | "busiestThreadCpuShare">>): AgentResult {
    const lastMs = Math.max(this.#lastEndMs, this.#lastSendMs);
    return {
      threads: 1,
      seconds: Math.max(1e-6, (lastMs - this.#firstSendMs) / 1000),
      sent: this.#sent,
      succeeded: this.succeeded,
      errors: this.#errors,
      // Its connections are cut, not drained, at the end of a run.
      unfinished: Math.max(0, this.#sent - this.#ended),
      succeededByRequest: this.#byRequest,
      statuses: this.#statuses,
      serviceTime: this.#serviceTime.toData(),
      series: {
        intervalMs: seriesIntervalMs,
        succeeded: Array.from(this.#series, (count) => count ?? 0),
      },
      ...cpu,
    };
  }

  #send(): void {
    const nowMs = performance.now();
    if (this.#sent++ === 0) this.#firstSendMs = nowMs;
    this.#lastSendMs = nowMs;
  }

  #succeed(requestIndex: number, durationMs: number): void {
    const nowMs = this.#end();
    this.succeeded++;
    this.#byRequest[requestIndex]!++;
    this.#serviceTime.record(Math.round(durationMs * 10_000));
    const interval = Math.floor((nowMs - this.#firstSendMs) / seriesIntervalMs);
    this.#series[interval] = (this.#series[interval] ?? 0) + 1;
  }

  #fail(kind: LoadErrorKind): void {
    this.#end();
    this.#errors[kind] = (this.#errors[kind] ?? 0) + 1;
  }

  #end(): number {
    const nowMs = performance.now();
    this.#ended++;
    this.#lastEndMs = nowMs;
    return nowMs;
  }
}
