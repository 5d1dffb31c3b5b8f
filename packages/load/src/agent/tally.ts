import { Histogram } from "@stackbench/statistics";
import type {
  Acknowledged,
  AnswerSample,
  HistogramData,
  LoadErrorKind,
  LoadResult,
} from "@stackbench/model";
import { AnswerLog } from "./answer-log.ts";
import { ArrivalTally, ticksPerMs } from "./arrival-tally.ts";
import { UpdateLog } from "./update-log.ts";

/** Length of one throughput interval, ms. */
export const seriesIntervalMs = 100;

/** What became of a schedule. */
export type ScheduleFigures = NonNullable<LoadResult["schedule"]>;

/** What one thread saw of one load, from its beginning to its drain, and of the window in it. */
export interface ThreadReport {
  /** Length of the window, ms; undefined where none was marked. */
  windowMs: number | undefined;
  sent: number;
  succeeded: number;
  errors: Partial<Record<LoadErrorKind, number>>;
  unfinished: number;
  succeededByRequest: number[];
  statuses: Record<string, number>;
  serviceTime: HistogramData;
  connectTime: HistogramData;
  /** Successes per `seriesIntervalMs` from the first edge on. */
  series: number[];
  /** Integral of requests in flight between the edges, request-ms. */
  inFlightMs: number;
  carriedMs: number;
  unansweredConnections: number;
  /** CPU of the thread between the edges, and that wall time. */
  cpuMs: number;
  wallMs: number;
  acknowledged: Acknowledged;
  answers: AnswerSample[];
  /** Of an open loop. */
  open?: {
    latency: HistogramData;
    sendLag: HistogramData;
    schedule: ScheduleFigures;
  };
}

/** What a thread adds to what it counted. */
interface ThreadFigures {
  cpuMs: number;
  wallMs: number;
  unansweredConnections: number;
  schedule?: ScheduleFigures | undefined;
}

/** Later than anything that happens. */
const never = Number.MAX_VALUE;

/**
 * Counts what happens to one thread's load, and, once a window is marked, what of it belongs to the window: answers by
 * when they came, requests by when they were sent (open loop: were due). `nowMs` is always `performance.now()` of that
 * thread.
 */
export class Tally {
  /** Since the load began. */
  succeeded = 0;
  inFlight = 0;
  /** The longest that a request took that has ended, ms. */
  longestServiceMs = 0;
  /** Due in the window, and sent or found no connection to be sent on. */
  takenInWindow = 0;
  readonly answers = new AnswerLog();
  readonly updates = new UpdateLog();
  /** The window's edges: from the first on, before the second. */
  #fromMs = never;
  #toMs = never;
  /** Of an open loop. */
  readonly #arrivals: ArrivalTally | undefined;
  readonly #beganMs: number;
  /** Requests since the load began that were sent, that could not be, and whose outcome is not known. */
  #sentInAll = 0;
  #unconnected = 0;
  #unknown = 0;
  readonly #byRequestInAll: Float64Array;
  #sent = 0;
  #succeeded = 0;
  #unfinished = 0;
  readonly #errors: Partial<Record<LoadErrorKind, number>> = {};
  readonly #byRequest: Float64Array;
  readonly #statuses = new Float64Array(1000);
  readonly #serviceTime = new Histogram();
  readonly #connectTime = new Histogram();
  /** Successes per interval: since the load began, before the window; and since the first edge. */
  readonly #lead: number[] = [];
  #series = new Float64Array(0);
  /** Request-ms between the edges up to the last change of `inFlight`. */
  #areaMs = 0;
  #areaAtMs: number;
  #carriedMs = 0;

  constructor(requestCount: number, beganMs: number, arrivals?: ArrivalTally) {
    this.#arrivals = arrivals;
    this.#byRequest = new Float64Array(requestCount);
    this.#byRequestInAll = new Float64Array(requestCount);
    this.#beganMs = beganMs;
    this.#areaAtMs = beganMs;
  }

  /** The window: neither edge may have passed. */
  mark(fromMs: number, toMs: number): void {
    this.#fromMs = fromMs;
    this.#toMs = toMs;
    this.#series = new Float64Array(Math.ceil((toMs - fromMs) / seriesIntervalMs - 1e-6));
  }

  /** 0 before the window, 1 inside, 2 behind it. */
  stageAt(nowMs: number): 0 | 1 | 2 {
    if (nowMs < this.#fromMs) return 0;
    return nowMs < this.#toMs ? 1 : 2;
  }

  /** `dueMs`: when it should have been sent, and could be. `madeMs`: how long a connection took that it is the first on. */
  send(nowMs: number, intendedMs: number, dueMs: number, madeMs: number | undefined): void {
    this.#sentInAll++;
    this.#advance(nowMs);
    this.inFlight++;
    const isInside = this.#holds(nowMs);
    if (isInside) {
      this.#sent++;
      if (madeMs !== undefined) this.#connectTime.record(Math.round(madeMs * ticksPerMs));
    }
    if (this.#arrivals && this.#holds(intendedMs)) {
      this.takenInWindow++;
      this.#arrivals.sent(nowMs - dueMs);
    }
  }

  /** The right answer came in whole. `startedMs`: where a clock that is looked at began, if that is not `sentMs`. */
  succeed(
    nowMs: number,
    sentMs: number,
    intendedMs: number,
    requestIndex: number,
    status: number,
    startedMs = sentMs,
  ): void {
    this.#end(nowMs, sentMs);
    this.succeeded++;
    this.#byRequestInAll[requestIndex] = this.#byRequestInAll[requestIndex]! + 1;
    if (nowMs < this.#fromMs) {
      const interval = Math.floor((nowMs - this.#beganMs) / seriesIntervalMs);
      while (this.#lead.length <= interval) this.#lead.push(0);
      this.#lead[interval]!++;
    } else if (nowMs < this.#toMs) {
      this.#succeeded++;
      this.#byRequest[requestIndex] = this.#byRequest[requestIndex]! + 1;
      this.#statuses[status] = this.#statuses[status]! + 1;
      const interval = Math.floor((nowMs - this.#fromMs) / seriesIntervalMs);
      this.#series[interval] = this.#series[interval]! + 1;
    }
    if (!this.#holds(this.#arrivals ? intendedMs : sentMs)) return;
    this.#serviceTime.record(Math.floor((nowMs - startedMs) * ticksPerMs + 0.5));
    if (this.#arrivals) this.#arrivals.succeeded(nowMs - intendedMs);
  }

  /** An answer came in whole and was not the one expected. */
  answerWrongly(
    nowMs: number,
    sentMs: number,
    intendedMs: number,
    kind: "status" | "length",
    status: number,
  ): void {
    if (this.#holds(nowMs)) this.#statuses[status] = this.#statuses[status]! + 1;
    this.fail(nowMs, sentMs, intendedMs, kind);
  }

  /** A request that was sent ended without a right answer. */
  fail(nowMs: number, sentMs: number, intendedMs: number, kind: LoadErrorKind): void {
    this.#end(nowMs, sentMs);
    this.#unknown++;
    if (this.#holds(this.#arrivals ? intendedMs : sentMs)) this.#addError(kind);
  }

  /** No connection came about: nothing was sent. */
  failToConnect(nowMs: number, intendedMs: number): void {
    this.#unconnected++;
    if (this.#arrivals && this.#holds(intendedMs)) this.takenInWindow++;
    if (this.#holds(this.#arrivals ? intendedMs : nowMs)) this.#addError("connect");
  }

  /** Given up on after sending had stopped. */
  giveUp(nowMs: number, sentMs: number, intendedMs: number): void {
    this.#end(nowMs, sentMs);
    this.#unknown++;
    if (this.#holds(this.#arrivals ? intendedMs : sentMs)) this.#unfinished++;
  }

  /** Requests that ended, well or not, or never got a connection. */
  get settled(): number {
    return this.#sentInAll - this.inFlight + this.#unconnected;
  }

  /** Successes per interval since the load began, up to the window; whole intervals only. */
  lead(nowMs: number): number[] {
    const untilMs = Math.min(nowMs, this.#fromMs);
    const whole = Math.floor((untilMs - this.#beganMs) / seriesIntervalMs);
    return Array.from({ length: Math.max(0, whole) }, (_, interval) => this.#lead[interval] ?? 0);
  }

  report({ cpuMs, wallMs, unansweredConnections, schedule }: ThreadFigures): ThreadReport {
    const updates = this.updates.candidates();
    return {
      windowMs: this.#toMs === never ? undefined : this.#toMs - this.#fromMs,
      sent: this.#sent,
      succeeded: this.#succeeded,
      errors: this.#errors,
      unfinished: this.#unfinished + (schedule?.unsent ?? 0),
      succeededByRequest: [...this.#byRequest],
      statuses: Object.fromEntries([...this.#statuses.entries()].filter(([, count]) => count > 0)),
      serviceTime: this.#serviceTime.toData(),
      connectTime: this.#connectTime.toData(),
      series: [...this.#series],
      inFlightMs: this.#areaMs,
      carriedMs: this.#carriedMs,
      unansweredConnections,
      cpuMs,
      wallMs,
      acknowledged: {
        succeeded: this.succeeded,
        byRequest: [...this.#byRequestInAll],
        unknown: this.#unknown,
        updates,
      },
      answers: this.answers.samples(),
      ...(this.#arrivals && schedule && { open: { ...this.#arrivals.report(), schedule } }),
    };
  }

  #holds(ms: number): boolean {
    return ms >= this.#fromMs && ms < this.#toMs;
  }

  #addError(kind: LoadErrorKind): void {
    this.#errors[kind] = (this.#errors[kind] ?? 0) + 1;
  }

  #end(nowMs: number, sentMs: number): void {
    this.#advance(nowMs);
    this.inFlight--;
    if (nowMs - sentMs > this.longestServiceMs) this.longestServiceMs = nowMs - sentMs;
    if (nowMs < this.#fromMs || sentMs >= this.#toMs) return;
    if (sentMs < this.#fromMs) this.#carriedMs += Math.min(nowMs, this.#toMs) - this.#fromMs;
    else if (nowMs > this.#toMs) this.#carriedMs -= nowMs - this.#toMs;
  }

  #advance(nowMs: number): void {
    if (nowMs > this.#fromMs && this.#areaAtMs < this.#toMs) {
      const [from, to] = [Math.max(this.#areaAtMs, this.#fromMs), Math.min(nowMs, this.#toMs)];
      this.#areaMs += this.inFlight * (to - from);
    }
    this.#areaAtMs = nowMs;
  }
}
