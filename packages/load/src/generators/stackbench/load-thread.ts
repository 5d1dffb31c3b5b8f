import { performance } from "node:perf_hooks";
import type { LoadSpec } from "@stackbench/model";
import { readOwnLimits } from "../../own-limits.ts";
import { BoundedLoop } from "./bounded-loop.ts";
import { buildRequests } from "./build-request.ts";
import { ConnectBatch } from "./connect-batch.ts";
import { Connection, type Shared } from "./connection.ts";
import { Cursor } from "./cursor.ts";
import { findHandleWire } from "./handle-wire.ts";
import { numbersFor } from "../../agent/number-source.ts";
import { OpenLoop } from "./open-loop.ts";
import { ClosedLoop } from "./pacer.ts";
import { openSocketWire } from "./socket-wire.ts";
import { Tally, type ScheduleFigures, type ThreadReport } from "../../agent/tally.ts";
import type { ThreadView } from "../../agent/until-warm.ts";
import type { Member } from "./thread-messages.ts";
import type { Tickets } from "./tickets.ts";
import type { WireTarget } from "./wire.ts";

/**
 * How often a thread tells how far it is, ms. In an open loop seldom: each time a dozen threads between here and the
 * terminal wake up, and a schedule is to be disturbed by none of them.
 */
const progressIntervalMs = { closed: 200, open: 1000 };

/**
 * How long a server is given to take its new connections in while it stands idle, ms. One that takes one in between two
 * rounds of requests, as libuv does, would else leave the last of them waiting behind all requests of the others: 64
 * connections of an app that computes for 8 ms a request for ten seconds and more.
 */
const acceptMs = { once: 50, aConnection: 0.05 };

/**
 * How much longer than the slowest answer so far a connection is waited for that never got one, and how long at least, ms.
 * A server that holds each connection for as long as it lives leaves the others in its queue for ever: nothing that is
 * still to be learnt of them is worth the time-out, once to become steady and once more to drain, in every sitting.
 */
const patience = { services: 10, leastMs: 1000 };

/** How often a drain looks whether there is anything left to hope for, ms. */
const hopeEveryMs = 100;

/** A schedule's loop runs so long before the first slot: timers are late, the first arrival should not be. */
const openLeadMs = 5;

/** An edge that has passed by less than this has passed within one turn of the event loop: nothing came between. */
const unseenMs = 1;

/** A load that runs: what paces it, what counts it, and what wakes up for it. */
interface Running {
  tally: Tally;
  pacer: OpenLoop | ClosedLoop | BoundedLoop;
  sweeper: NodeJS.Timeout;
  /** Begins the connections that have not begun yet. */
  starter: NodeJS.Timeout | undefined;
  window: { from: number; to: number } | undefined;
  /** CPU and wall time of this thread in the window. */
  cpuMs: number;
  wallMs: number;
  /** While it drains. */
  onEnded: (() => void) | undefined;
}

/** The connections of one thread, and the loads they run through together. */
export class LoadThread implements Member {
  readonly #spec: LoadSpec;
  readonly #index: number;
  readonly #shared: Shared;
  readonly #tickets: Tickets;
  readonly #connections: Connection[] = [];
  /** What the arrivals of a schedule ask for, in their order; undefined in a closed loop. */
  readonly #arrivals: Cursor | undefined;
  /** Loads begun so far. */
  #loads = 0;
  #running: Running | undefined;
  /** From this thread's `performance.now()` to the clock that all threads share. */
  readonly #clockOffsetMs = monotonicMs() - performance.now();

  /** Owns every `spec.threads`-th connection, from number `index` on. All threads take from the same `tickets`. */
  constructor(spec: LoadSpec, index: number, target: WireTarget, tickets: Tickets) {
    this.#spec = spec;
    this.#tickets = tickets;
    this.#index = index;
    const { sequence, threads, level } = spec;
    const isOpen = level.loop === "open";
    const requests = buildRequests(spec);
    this.#shared = {
      target,
      openWire: target.tls ? openSocketWire : (findHandleWire() ?? openSocketWire),
      batch: new ConnectBatch(),
      keepAlive: spec.keepAlive,
      timeoutMs: spec.timeoutMs,
      connectsOnDemand: isOpen,
      readBuffer: Buffer.allocUnsafeSlow(64 * 1024),
      limits: readOwnLimits(),
      numbers: numbersFor(requests, { seed: spec.seed, index, threads }),
      phase: undefined,
    };
    // On a schedule the mix is that of the arrivals, whichever connection takes them: by connection it would be
    // off by a part of the sequence on each, and at low rates a connection sends but a few.
    this.#arrivals = isOpen ? new Cursor(requests, sequence, index / threads) : undefined;
    for (let c = index; c < level.connections; c += threads) {
      const cursor = this.#arrivals ?? new Cursor(requests, sequence, c / level.connections);
      this.#connections.push(new Connection(this.#shared, cursor, this.#connections.length));
    }
  }

  async prepare(): Promise<void> {
    const sweeper = this.#sweepRegularly();
    const made = await Promise.all(this.#connections.map((connection) => connection.prepare()));
    clearInterval(sweeper);
    const fresh = made.filter(Boolean).length;
    if (fresh > 0)
      await sleepUntil(performance.now() + acceptMs.once + fresh * acceptMs.aConnection);
  }

  async begin(startMs: number, staggerMs: number): Promise<void> {
    if (this.#running) throw new Error("expected no load, got one that runs");
    const beginMs = startMs - this.#clockOffsetMs;
    const {
      level,
      requests,
      parts,
      threads,
      seed,
      spin: spinning,
      timeoutMs: drainMs,
    } = this.#spec;
    const phase = this.#loads++;
    const pacer =
      level.loop === "closed"
        ? new ClosedLoop()
        : new OpenLoop(this.#connections, {
            index: this.#index,
            threads,
            seed,
            phase,
            level,
            beginMs,
            drainMs,
            spinning,
          });
    const isOpen = pacer instanceof OpenLoop;
    const tally = new Tally(requests.length, beginMs, isOpen, parts);
    await sleepUntil(isOpen ? beginMs - openLeadMs : beginMs);
    const running = this.#start(tally, pacer);
    if (isOpen) {
      for (const connection of this.#connections) connection.begin();
      pacer.start();
    } else {
      this.#beginInTurn(running, beginMs, staggerMs);
    }
  }

  #start(tally: Tally, pacer: Running["pacer"]): Running {
    const running: Running = {
      tally,
      pacer,
      sweeper: this.#sweepRegularly(),
      cpuMs: 0,
      wallMs: 0,
      starter: undefined,
      window: undefined,
      onEnded: undefined,
    };
    this.#running = running;
    // Only the ends of a drain matter; before that this is one comparison an answer.
    const onEnded = () => running.onEnded?.();
    this.#shared.phase = { pacer, tally, onEnded };
    return running;
  }

  async exhaust(
    startMs: number,
    limitMs: number,
    onProgress: (succeeded: number) => void,
  ): Promise<void> {
    if (this.#running) throw new Error("expected no load, got one that runs");
    const { requests, parts, timeoutMs, level } = this.#spec;
    const beginMs = startMs - this.#clockOffsetMs;
    await sleepUntil(beginMs);
    const cpuBefore = process.threadCpuUsage();
    const tally = new Tally(requests.length, beginMs, false, parts);
    let endIfDone = () => {};
    const pacer = new BoundedLoop(this.#tickets, () => endIfDone());
    const running = this.#start(tally, pacer);
    tally.mark(beginMs, beginMs + limitMs + 2 * timeoutMs);
    const progress = setInterval(() => onProgress(tally.succeeded), progressIntervalMs[level.loop]);
    const timers: NodeJS.Timeout[] = [];
    await new Promise<void>((resolve) => {
      endIfDone = () => {
        if (tally.inFlight === 0 && pacer.isDone(tally.settled, performance.now())) resolve();
      };
      running.onEnded = endIfDone;
      const stop = () => {
        pacer.stop(performance.now());
        timers.push(setTimeout(resolve, timeoutMs));
        endIfDone();
      };
      timers.push(setTimeout(stop, limitMs));
      for (const connection of this.#connections) connection.begin();
    });
    running.onEnded = undefined;
    for (const timer of [...timers, progress]) clearTimeout(timer);
    const nowMs = performance.now();
    for (const connection of this.#connections) connection.giveUp(nowMs);
    tally.closeWindow();
    const cpu = process.threadCpuUsage(cpuBefore);
    running.cpuMs = (cpu.user + cpu.system) / 1000;
    running.wallMs = performance.now() - beginMs;
    onProgress(tally.succeeded);
  }

  #beginInTurn(running: Running, beginMs: number, staggerMs: number): void {
    const count = this.#connections.length;
    let next = 0;
    const beginDue = () => {
      const share = staggerMs === 0 ? 1 : (performance.now() - beginMs) / staggerMs;
      while (next < count && next <= share * count) this.#connections[next++]!.begin();
      if (next < count) running.starter = setTimeout(beginDue, 1);
    };
    beginDue();
  }

  look(): Promise<ThreadView> {
    const { tally } = this.#loaded();
    const nowMs = performance.now();
    const patienceMs = patienceFor(tally);
    const waiting = this.#connections
      .filter((connection) => !connection.isHopeless(nowMs, patienceMs))
      .map((connection) => connection.waitingMs(nowMs));
    return Promise.resolve({
      lead: tally.lead(nowMs),
      longestServiceMs: waiting.reduce((a, b) => Math.max(a, b), tally.longestServiceMs),
    });
  }

  mark(fromMs: number, toMs: number): Promise<boolean> {
    const running = this.#loaded();
    const { tally, pacer } = running;
    const [from, to] = [fromMs - this.#clockOffsetMs, toMs - this.#clockOffsetMs];
    if (performance.now() > from + unseenMs) return Promise.resolve(false);
    running.window = { from, to };
    tally.mark(from, to);
    if (pacer instanceof OpenLoop) pacer.mark(from, to);
    return Promise.resolve(true);
  }

  async pass(onProgress: (succeeded: number) => void): Promise<void> {
    const running = this.#loaded();
    const { tally, window } = running;
    if (!window) throw new Error("expected a window that is marked, got none");
    await sleepUntil(window.from);
    const cpuBefore = process.threadCpuUsage();
    const wallBeforeMs = performance.now();
    const progress = setInterval(
      () => onProgress(tally.succeeded),
      progressIntervalMs[this.#spec.level.loop],
    );
    await sleepUntil(window.to);
    clearInterval(progress);
    const cpu = process.threadCpuUsage(cpuBefore);
    running.cpuMs = (cpu.user + cpu.system) / 1000;
    running.wallMs = performance.now() - wallBeforeMs;
  }

  async drain(): Promise<ThreadReport> {
    const { tally, pacer, sweeper, ...times } = this.#loaded();
    const running = this.#running!;
    clearTimeout(running.starter);
    const stopMs = performance.now();
    pacer.stop(stopMs);
    const timers: NodeJS.Timeout[] = [];
    await new Promise<void>((resolve) => {
      const endIfDrained = () => {
        if (tally.inFlight === 0 && pacer.isDone(tally.settled, performance.now())) resolve();
      };
      running.onEnded = endIfDrained;
      const giveUp = () => {
        const nowMs = performance.now();
        for (const connection of this.#connections) connection.giveUp(nowMs);
        resolve();
      };
      timers.push(setTimeout(giveUp, this.#spec.timeoutMs));
      if (pacer instanceof ClosedLoop) {
        timers.push(setInterval(() => this.#isHopeless(tally) && giveUp(), hopeEveryMs));
      }
      endIfDrained();
    });
    for (const timer of timers) clearInterval(timer);
    clearInterval(sweeper);
    if (pacer instanceof OpenLoop) pacer.end();
    for (const connection of this.#connections) connection.rest();
    this.#shared.phase = undefined;
    this.#running = undefined;
    const schedule = pacer instanceof OpenLoop ? this.#endSchedule(pacer, tally) : undefined;
    return tally.report({
      cpuMs: times.cpuMs,
      wallMs: times.wallMs,
      unansweredConnections: this.#connections.filter(({ isUnanswered }) => isUnanswered).length,
      schedule,
    });
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }

  /** What was due and never sent takes its request with it, so that it is told of the part of a mix that it was. */
  #endSchedule(pacer: OpenLoop, tally: Tally): ScheduleFigures {
    const figures = pacer.figures(tally.takenInWindow);
    for (let n = 0; n < figures.unsent; n++) tally.leaveUnsent(this.#arrivals!.next().index);
    return figures;
  }

  /** Whether all that is still waited for is what no answer will come to. */
  #isHopeless(tally: Tally): boolean {
    const nowMs = performance.now();
    const patienceMs = patienceFor(tally);
    return this.#connections.every(
      (connection) => connection.waitingMs(nowMs) === 0 || connection.isHopeless(nowMs, patienceMs),
    );
  }

  #loaded(): Running {
    if (!this.#running) throw new Error("expected a load that runs, got none");
    return this.#running;
  }

  #sweepRegularly(): NodeJS.Timeout {
    const intervalMs = Math.min(100, Math.max(5, this.#spec.timeoutMs / 10));
    return setInterval(() => {
      const nowMs = performance.now();
      for (const connection of this.#connections) connection.sweep(nowMs);
    }, intervalMs);
  }
}

/** Without end where nobody was answered yet: then the server is slow, as far as one can know. */
function patienceFor({ longestServiceMs }: Tally): number {
  if (longestServiceMs === 0) return Infinity;
  return Math.max(patience.leastMs, patience.services * longestServiceMs);
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
