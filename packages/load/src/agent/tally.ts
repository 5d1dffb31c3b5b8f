import type { Acknowledged, AnswerSample, OpenLoad } from "@stackbench/model";
import { AnswerLog } from "./answer-log.ts";
import type { Fault } from "./cause-log.ts";
import { UpdateLog } from "./update-log.ts";
import { seriesIntervalMs, WindowTally, type Ended, type WindowReport } from "./window-tally.ts";

/** A window in which nothing could be sent has a length too, ms. */
const shortestWindowMs = 0.001;

/** What became of a schedule. */
export type ScheduleFigures = OpenLoad["schedule"];

/** What one thread saw of one load, from its beginning to its drain, and of the window in it, if one was marked. */
export interface ThreadReport {
  window: WindowReport | undefined;
  /** Of an open loop. */
  schedule: ScheduleFigures | undefined;
  unansweredConnections: number;
  /** CPU of the thread between the edges, and that wall time. */
  cpuMs: number;
  wallMs: number;
  acknowledged: Acknowledged;
  answers: AnswerSample[];
}

/**
 * Counts what happens to one thread's load, and what of it belongs to the window that was marked last. `nowMs` is always
 * `performance.now()` of that thread.
 */
export class Tally {
  /** Since the load began. */
  succeeded = 0;
  inFlight = 0;
  /** The longest that a request took that was answered, rightly or not, ms. */
  longestServiceMs = 0;
  readonly answers = new AnswerLog();
  readonly updates = new UpdateLog();
  readonly #isOpen: boolean;
  readonly #partOf: readonly number[] | undefined;
  readonly #beganMs: number;
  /** Requests since the load began that were sent, that could not be, and whose outcome is not known. */
  #sent = 0;
  #unconnected = 0;
  #unknown = 0;
  readonly #byRequest: Float64Array;
  /** Successes per interval since the load began, before the window. */
  readonly #lead: number[] = [];
  #changedMs: number;
  #window: WindowTally | undefined;

  /** `partOf`: which part of a mix each request belongs to; absent where they are not told apart. */
  constructor(requestCount: number, beganMs: number, isOpen: boolean, partOf?: readonly number[]) {
    this.#isOpen = isOpen;
    this.#partOf = partOf;
    this.#byRequest = new Float64Array(requestCount);
    this.#beganMs = beganMs;
    this.#changedMs = beganMs;
  }

  /** The window: its first edge may not have passed. One that was marked before is forgotten. */
  mark(fromMs: number, toMs: number): void {
    this.#window = new WindowTally(
      { fromMs, toMs },
      this.#byRequest.length,
      this.#isOpen,
      this.#partOf,
    );
  }

  /**
   * A bounded window, all of whose load lies between its edges, has ended: its last edge is the moment at which the last
   * request was answered, or lost.
   */
  closeWindow(): void {
    this.#window?.close(Math.max(this.#changedMs, this.#beganMs + shortestWindowMs));
  }

  /** 0 before the window, 1 inside, 2 behind it. */
  stageAt(nowMs: number): 0 | 1 | 2 {
    const window = this.#window;
    if (window === undefined || nowMs < window.fromMs) return 0;
    return nowMs < window.toMs ? 1 : 2;
  }

  /**
   * `dueMs`: when it should have been sent, and could be. `madeMs`: how long the connection took to make whose first
   * request it is.
   */
  send(nowMs: number, intendedMs: number, dueMs: number, madeMs: number | undefined): void {
    this.#sent++;
    this.#passTime(nowMs);
    this.inFlight++;
    this.#window?.send(nowMs, intendedMs, dueMs, madeMs);
  }

  /** Bytes came over a connection. */
  receive(nowMs: number, bytes: number): void {
    this.#window?.receive(nowMs, bytes);
  }

  /** A request is no longer under way. What came of it is told next, and may be once another has been sent. */
  end(nowMs: number, sentMs: number): void {
    this.#passTime(nowMs);
    this.inFlight--;
    this.#window?.carry(nowMs, sentMs);
  }

  /** The right answer came in whole: of a request that was ended. `ms`: its service time, by whichever clock is looked at. */
  succeed(
    nowMs: number,
    ended: Ended,
    requestIndex: number,
    status: number,
    ms = nowMs - ended.sentMs,
  ): void {
    this.succeeded++;
    this.#answered(nowMs, ended);
    this.#byRequest[requestIndex] = this.#byRequest[requestIndex]! + 1;
    const window = this.#window;
    if (window !== undefined) window.succeed(nowMs, ended, requestIndex, status, ms);
    if (window === undefined || nowMs < window.fromMs) this.#addToLead(nowMs);
  }

  /** A request that was ended had no right answer. */
  fail(nowMs: number, ended: Ended, fault: Fault, requestIndex?: number): void {
    this.#unknown++;
    if (fault.status !== undefined) this.#answered(nowMs, ended);
    this.#window?.fail(nowMs, ended, fault, requestIndex);
  }

  /** No connection came about: nothing was sent. `requestIndex`: what would have been. */
  failToConnect(nowMs: number, intendedMs: number, fault: Fault, requestIndex?: number): void {
    this.#passTime(nowMs);
    this.#unconnected++;
    this.#window?.failToConnect(nowMs, intendedMs, fault, requestIndex);
  }

  /** A request that is under way met a connection that the server closed after so many answers, and is sent once more. */
  askAnew(asked: Ended, answers: number): void {
    this.#window?.askAnew(asked, answers);
  }

  /** It was sent once more, on a connection that took so long to make. */
  sendAnew(nowMs: number, madeMs: number): void {
    this.#window?.connect(nowMs, madeMs);
  }

  /** A connection was neither established nor being established. */
  passDown(sinceMs: number, untilMs: number): void {
    this.#window?.passDown(sinceMs, untilMs);
  }

  /** Given up on after sending had stopped. */
  giveUp(nowMs: number, ended: Ended, requestIndex?: number): void {
    this.end(nowMs, ended.sentMs);
    this.#unknown++;
    this.#window?.giveUp(ended, requestIndex);
  }

  /** Of an open loop: an arrival of the window was never sent. `requestIndex`: what would have been. */
  leaveUnsent(requestIndex: number): void {
    this.#window?.leave(requestIndex);
  }

  /** Requests that ended, well or not, or never got a connection. */
  get settled(): number {
    return this.#sent - this.inFlight + this.#unconnected;
  }

  /** Of an open loop: arrivals of the window that were sent, or that no connection could be made for. */
  get takenInWindow(): number {
    return this.#window?.taken ?? 0;
  }

  /** Successes per interval since the load began, up to the window; whole intervals only. */
  lead(nowMs: number): number[] {
    const untilMs = Math.min(nowMs, this.#window?.fromMs ?? nowMs);
    const whole = Math.floor((untilMs - this.#beganMs) / seriesIntervalMs);
    return Array.from({ length: Math.max(0, whole) }, (_, interval) => this.#lead[interval] ?? 0);
  }

  report(
    figures: Pick<ThreadReport, "cpuMs" | "wallMs" | "unansweredConnections" | "schedule">,
  ): ThreadReport {
    return {
      ...figures,
      window: this.#window?.report(),
      acknowledged: {
        succeeded: this.succeeded,
        byRequest: [...this.#byRequest],
        unknown: this.#unknown,
        updates: this.updates.candidates(),
      },
      answers: this.answers.samples(),
    };
  }

  #answered(nowMs: number, { sentMs }: Ended): void {
    if (nowMs - sentMs > this.longestServiceMs) this.longestServiceMs = nowMs - sentMs;
  }

  #addToLead(nowMs: number): void {
    const interval = Math.floor((nowMs - this.#beganMs) / seriesIntervalMs);
    while (this.#lead.length <= interval) this.#lead.push(0);
    this.#lead[interval]!++;
  }

  #passTime(nowMs: number): void {
    this.#window?.passTime(this.#changedMs, nowMs, this.inFlight);
    this.#changedMs = nowMs;
  }
}
