import { performance } from "node:perf_hooks";
import type { WireTarget } from "./wire.ts";
import type { LoadSpec } from "@stackbench/model";
import { buildRequests } from "./build-request.ts";
import { findHandleWire } from "./handle-wire.ts";
import { openSocketWire } from "./socket-wire.ts";
import { ConnectBatch } from "./connect-batch.ts";
import { Connection, type Shared } from "./connection.ts";
import { closedLoop } from "./pacer.ts";
import { Tally, type ThreadReport } from "./tally.ts";

/** How often a thread tells how far it is, ms. */
const progressIntervalMs = 200;

/** The connections of one thread, and the phases they run through together. */
export class LoadThread {
  readonly #spec: LoadSpec;
  readonly #shared: Shared;
  readonly #connections: Connection[] = [];
  /** From this thread's `performance.now()` to the clock that all threads share. */
  readonly #clockOffsetMs = monotonicMs() - performance.now();

  /** Owns every `spec.threads`-th connection, from number `index` on. */
  constructor(spec: LoadSpec, index: number, target: WireTarget) {
    this.#spec = spec;
    this.#shared = {
      target,
      openWire: (spec.keepAlive ? undefined : findHandleWire()) ?? openSocketWire,
      batch: new ConnectBatch(),
      keepAlive: spec.keepAlive,
      timeoutMs: spec.timeoutMs,
      requests: buildRequests(spec),
      sequence: spec.sequence,
      readBuffer: Buffer.allocUnsafeSlow(64 * 1024),
      phase: undefined,
    };
    const total = spec.level.connections;
    for (let c = index; c < total; c += spec.threads) {
      const start = Math.floor((c / total) * spec.sequence.length);
      this.#connections.push(new Connection(this.#shared, start));
    }
  }

  /** Establishes connections that are to be kept; resolves when each worked or failed. */
  async prepare(): Promise<void> {
    const sweeper = this.#sweepRegularly();
    await Promise.all(this.#connections.map((connection) => connection.prepare()));
    clearInterval(sweeper);
  }

  /** Sends from `startMs` (shared clock) for `seconds`, then drains. */
  async run(
    startMs: number,
    seconds: number,
    onProgress: (succeeded: number) => void,
  ): Promise<ThreadReport> {
    const beginMs = startMs - this.#clockOffsetMs;
    await sleepUntil(beginMs);
    const { timeoutMs, requests } = this.#spec;
    const pacer = closedLoop(beginMs + seconds * 1000);
    const tally = new Tally(requests.length, beginMs, seconds * 1000 + 2 * timeoutMs);
    const cpuBefore = process.threadCpuUsage();
    const wallBeforeMs = performance.now();
    const progress = setInterval(() => onProgress(tally.succeeded), progressIntervalMs);
    const sweeper = this.#sweepRegularly();

    await new Promise<void>((resolve) => {
      const endIfDrained = () => {
        if (tally.inFlight === 0 && performance.now() >= pacer.stopAtMs) resolve();
      };
      // Only the last few ends of a phase matter; before that this is one comparison an answer.
      const onEnded = () => {
        if (tally.inFlight === 0) endIfDrained();
      };
      this.#shared.phase = { pacer, tally, onEnded };
      void sleepUntil(pacer.stopAtMs).then(endIfDrained);
      for (const connection of this.#connections) connection.begin();
    });

    this.#shared.phase = undefined;
    clearInterval(progress);
    clearInterval(sweeper);
    for (const connection of this.#connections) connection.rest();
    const cpu = process.threadCpuUsage(cpuBefore);
    return tally.report(
      this.#clockOffsetMs,
      (cpu.user + cpu.system) / 1000,
      performance.now() - wallBeforeMs,
    );
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }

  #sweepRegularly(): NodeJS.Timeout {
    const intervalMs = Math.min(100, Math.max(5, this.#spec.timeoutMs / 10));
    return setInterval(() => {
      const nowMs = performance.now();
      for (const connection of this.#connections) connection.sweep(nowMs);
    }, intervalMs);
  }
}

/** The machine's monotonic clock in ms: the same in every thread. */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

async function sleepUntil(atMs: number): Promise<void> {
  // A timer may fire up to a millisecond early.
  for (;;) {
    const leftMs = atMs - performance.now();
    if (leftMs <= 0) return;
    await new Promise((resolve) => setTimeout(resolve, Math.ceil(leftMs)));
  }
}
