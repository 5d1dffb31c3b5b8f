import { performance } from "node:perf_hooks";
import type { WireTarget } from "./wire.ts";
import type { LoadSpec } from "@stackbench/model";
import { buildRequests } from "./build-request.ts";
import { findHandleWire } from "./handle-wire.ts";
import { openSocketWire } from "./socket-wire.ts";
import { ConnectBatch } from "./connect-batch.ts";
import { ArrivalTally } from "./arrival-tally.ts";
import { Connection, type Shared } from "./connection.ts";
import { Cursor } from "./cursor.ts";
import { OpenLoop } from "./open-loop.ts";
import { closedLoop } from "./pacer.ts";
import { Tally, type ThreadReport } from "./tally.ts";

/**
 * How often a thread tells how far it is, ms. In an open loop seldom: each time a dozen threads between here and the
 * terminal wake up, and a schedule is to be disturbed by none of them.
 */
const progressIntervalMs = { closed: 200, open: 1000 };

/** A schedule's loop runs so long before the first slot: timers are late, the first arrival should not be. */
const openLeadMs = 5;

/** The connections of one thread, and the phases they run through together. */
export class LoadThread {
  readonly #spec: LoadSpec;
  readonly #index: number;
  readonly #shared: Shared;
  readonly #connections: Connection[] = [];
  /** Phases begun so far, warm-ups included. */
  #phases = 0;
  /** From this thread's `performance.now()` to the clock that all threads share. */
  readonly #clockOffsetMs = monotonicMs() - performance.now();

  /** Owns every `spec.threads`-th connection, from number `index` on. */
  constructor(spec: LoadSpec, index: number, target: WireTarget) {
    this.#spec = spec;
    this.#index = index;
    const { sequence, threads, level } = spec;
    const isOpen = level.loop === "open";
    this.#shared = {
      target,
      openWire: (spec.keepAlive ? undefined : findHandleWire()) ?? openSocketWire,
      batch: new ConnectBatch(),
      keepAlive: spec.keepAlive,
      timeoutMs: spec.timeoutMs,
      connectsOnDemand: isOpen,
      readBuffer: Buffer.allocUnsafeSlow(64 * 1024),
      phase: undefined,
    };
    const requests = buildRequests(spec);
    // On a schedule the mix is that of the arrivals, whichever connection takes them: by connection it would be
    // off by a part of the sequence on each, and at low rates a connection sends but a few.
    const arrivals = isOpen ? new Cursor(requests, sequence, index / threads) : undefined;
    for (let c = index; c < level.connections; c += threads) {
      const cursor = arrivals ?? new Cursor(requests, sequence, c / level.connections);
      this.#connections.push(new Connection(this.#shared, cursor, this.#connections.length));
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
    const { timeoutMs, requests } = this.#spec;
    const open = this.#openLoop(beginMs, seconds);
    const pacer = open ?? closedLoop(beginMs + seconds * 1000);
    const longestMs = seconds * 1000 + 2 * timeoutMs;
    const tally = new Tally(requests.length, beginMs, longestMs, open && new ArrivalTally());
    await sleepUntil(open ? beginMs - openLeadMs : beginMs);
    const cpuBefore = process.threadCpuUsage();
    const wallBeforeMs = performance.now();
    const progress = setInterval(
      () => onProgress(tally.succeeded),
      progressIntervalMs[this.#spec.level.loop],
    );
    const sweeper = this.#sweepRegularly();
    let giveUp: NodeJS.Timeout | undefined;

    await new Promise<void>((resolve) => {
      const endIfDrained = () => {
        if (tally.inFlight === 0 && pacer.isDone(tally.settled, performance.now())) resolve();
      };
      // Only the last few ends of a phase matter; before that this is one comparison an answer.
      const onEnded = () => {
        if (tally.inFlight === 0) endIfDrained();
      };
      this.#shared.phase = { pacer, tally, onEnded };
      void sleepUntil(pacer.stopAtMs).then(endIfDrained);
      const drainedByMs = pacer.stopAtMs + timeoutMs;
      giveUp = setTimeout(() => {
        const nowMs = performance.now();
        for (const connection of this.#connections) connection.giveUp(nowMs);
        resolve();
      }, drainedByMs - performance.now());
      for (const connection of this.#connections) connection.begin();
      open?.start();
    });

    open?.stop();
    this.#shared.phase = undefined;
    clearTimeout(giveUp);
    clearInterval(progress);
    clearInterval(sweeper);
    for (const connection of this.#connections) connection.rest();
    const cpu = process.threadCpuUsage(cpuBefore);
    return tally.report(
      this.#clockOffsetMs,
      (cpu.user + cpu.system) / 1000,
      performance.now() - wallBeforeMs,
      open?.figures(tally.settled),
    );
  }

  #openLoop(beginMs: number, seconds: number): OpenLoop | undefined {
    const { level, threads, seed, spin: spinning, timeoutMs: drainMs } = this.#spec;
    if (level.loop === "closed") return undefined;
    const share = { index: this.#index, threads, seed, phase: this.#phases, seconds };
    this.#phases++;
    return new OpenLoop(this.#connections, { ...share, level, beginMs, drainMs, spinning });
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
