import { Histogram } from "@stackbench/statistics";
import type { HistogramData, LoadErrorKind, LoadResult } from "@stackbench/model";
import { ArrivalTally, ticksPerMs } from "./arrival-tally.ts";

/** Length of one throughput interval, ms. */
export const seriesIntervalMs = 100;

/** What became of a schedule. */
export type ScheduleFigures = NonNullable<LoadResult["schedule"]>;

/** What one thread saw in one phase. Times are ms of the machine's monotonic clock. */
export interface ThreadReport {
  firstSendMs: number;
  lastSendMs: number;
  /** When the last request ended, well or not. */
  lastEndMs: number;
  sent: number;
  succeeded: number;
  errors: Partial<Record<LoadErrorKind, number>>;
  unfinished: number;
  succeededByRequest: number[];
  statuses: Record<string, number>;
  serviceTime: HistogramData;
  connectTime: HistogramData;
  /** Successes per `seriesIntervalMs` since the phase began. */
  series: number[];
  /** Integral of requests in flight from first to last send, request-ms. */
  inFlightMs: number;
  /** CPU of the thread between begin and end of the phase, and that wall time. */
  cpuMs: number;
  wallMs: number;
  /** Of an open loop. */
  open?: {
    latency: HistogramData;
    sendLag: HistogramData;
    schedule: ScheduleFigures;
  };
}

/** Counts what happens in one phase of one thread. `nowMs` is always `performance.now()` of that thread. */
export class Tally {
  succeeded = 0;
  inFlight = 0;
  /** Of an open loop. */
  readonly #arrivals: ArrivalTally | undefined;
  #sent = 0;
  #unfinished = 0;
  readonly #errors: Partial<Record<LoadErrorKind, number>> = {};
  readonly #byRequest: Float64Array;
  readonly #statuses = new Float64Array(1000);
  readonly #serviceTime = new Histogram();
  readonly #connectTime = new Histogram();
  readonly #series: Float64Array;
  readonly #startMs: number;
  #firstSendMs = Infinity;
  #lastSendMs = -Infinity;
  #lastEndMs = -Infinity;
  /** Request-ms up to the last change of `inFlight`. */
  #areaMs = 0;
  #areaAtMs: number;
  #areaAtLastSendMs = 0;

  /** `longestMs`: how long the phase can last, its drain included. */
  constructor(requestCount: number, startMs: number, longestMs: number, arrivals?: ArrivalTally) {
    this.#arrivals = arrivals;
    this.#byRequest = new Float64Array(requestCount);
    this.#series = new Float64Array(Math.ceil(longestMs / seriesIntervalMs) + 10);
    this.#startMs = startMs;
    this.#areaAtMs = startMs;
  }

  connected(ms: number): void {
    this.#connectTime.record(Math.round(ms * ticksPerMs));
  }

  /** `dueMs`: when it should have been sent, and could be. */
  send(nowMs: number, dueMs: number): void {
    if (this.#sent === 0) this.#firstSendMs = nowMs;
    this.#sent++;
    this.#lastSendMs = nowMs;
    this.#advance(nowMs);
    this.#areaAtLastSendMs = this.#areaMs;
    this.inFlight++;
    if (this.#arrivals) this.#arrivals.sent(nowMs - dueMs);
  }

  /** The right answer came in whole. */
  succeed(
    nowMs: number,
    sentMs: number,
    intendedMs: number,
    requestIndex: number,
    status: number,
  ): void {
    this.#end(nowMs);
    this.succeeded++;
    this.#byRequest[requestIndex] = this.#byRequest[requestIndex]! + 1;
    this.#statuses[status] = this.#statuses[status]! + 1;
    this.#serviceTime.record(Math.floor((nowMs - sentMs) * ticksPerMs + 0.5));
    if (this.#arrivals) this.#arrivals.succeeded(nowMs - intendedMs);
    const interval = Math.floor((nowMs - this.#startMs) / seriesIntervalMs);
    this.#series[interval] = this.#series[interval]! + 1;
  }

  /** An answer came in whole and was not the one expected. */
  answerWrongly(nowMs: number, kind: "status" | "length", status: number): void {
    this.#statuses[status] = this.#statuses[status]! + 1;
    this.fail(nowMs, kind);
  }

  /** A request that was sent ended without a right answer. */
  fail(nowMs: number, kind: LoadErrorKind): void {
    this.#end(nowMs);
    this.#errors[kind] = (this.#errors[kind] ?? 0) + 1;
  }

  /** Requests that ended, well or not, or never got a connection. */
  get settled(): number {
    return this.#sent - this.inFlight + (this.#errors.connect ?? 0);
  }

  /** No connection came about: nothing was sent. */
  failToConnect(nowMs: number): void {
    this.#lastEndMs = nowMs;
    this.#errors.connect = (this.#errors.connect ?? 0) + 1;
  }

  /** Given up on after sending had stopped. */
  giveUp(nowMs: number): void {
    this.#advance(nowMs);
    this.inFlight--;
    this.#unfinished++;
  }

  /** `clockOffsetMs` takes this thread's `performance.now()` to the clock that all threads share. */
  report(
    clockOffsetMs: number,
    cpuMs: number,
    wallMs: number,
    schedule?: ScheduleFigures,
  ): ThreadReport {
    const unsent = schedule?.unsent ?? 0;
    return {
      firstSendMs: this.#firstSendMs + clockOffsetMs,
      lastSendMs: this.#lastSendMs + clockOffsetMs,
      lastEndMs: this.#lastEndMs + clockOffsetMs,
      sent: this.#sent,
      succeeded: this.succeeded,
      errors: this.#errors,
      unfinished: this.#unfinished + unsent,
      succeededByRequest: [...this.#byRequest],
      statuses: Object.fromEntries([...this.#statuses.entries()].filter(([, count]) => count > 0)),
      serviceTime: this.#serviceTime.toData(),
      connectTime: this.#connectTime.toData(),
      series: [...this.#series.subarray(0, this.#usedIntervals())],
      inFlightMs: this.#areaAtLastSendMs,
      cpuMs,
      wallMs,
      ...(this.#arrivals && schedule && { open: { ...this.#arrivals.report(), schedule } }),
    };
  }

  #end(nowMs: number): void {
    this.#lastEndMs = nowMs;
    this.#advance(nowMs);
    this.inFlight--;
  }

  #advance(nowMs: number): void {
    this.#areaMs += this.inFlight * (nowMs - this.#areaAtMs);
    this.#areaAtMs = nowMs;
  }

  #usedIntervals(): number {
    if (this.#lastEndMs === -Infinity) return 0;
    return Math.floor((this.#lastEndMs - this.#startMs) / seriesIntervalMs) + 1;
  }
}
