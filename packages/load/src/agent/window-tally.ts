import { Histogram } from "@stackbench/statistics";
import type {
  ClosedLoad,
  HistogramData,
  LoadCause,
  LoadErrorKind,
  LoadPart,
} from "@stackbench/model";
import { ArrivalTally, ticksPerMs } from "./arrival-tally.ts";
import { PartTally } from "./part-tally.ts";
import { CauseLog, type Fault } from "./cause-log.ts";
import { SecondTally } from "./second-tally.ts";

/** Length of one throughput interval, ms. */
export const seriesIntervalMs = 100;

/** What one thread saw of a window. */
export interface WindowReport {
  windowMs: number;
  sent: number;
  succeeded: number;
  errors: Partial<Record<LoadErrorKind, number>>;
  causes: LoadCause[];
  askedAnew: ClosedLoad["askedAnew"];
  /** Of connections that were neither established nor being established, connection-ms. */
  downMs: number;
  unfinished: number;
  succeededByRequest: number[];
  statuses: Record<string, number>;
  /** 0 where nobody counted them. */
  receivedBytes: number;
  /** Of a mix. */
  parts: LoadPart[] | undefined;
  serviceTime: HistogramData;
  connectTime: HistogramData;
  /** Successes per `seriesIntervalMs` from the first edge on. */
  series: number[];
  /** Of those, the service times summed, ms. */
  seriesServiceMs: number[];
  /** Of those, how long they took, by whole seconds from the first edge on. */
  seconds: HistogramData[];
  /** Integral of requests in flight between the edges, request-ms. */
  inFlightMs: number;
  carriedMs: number;
  /** Of an open loop. */
  arrivals: { latency: HistogramData; sendLag: HistogramData } | undefined;
}

/** A request that ends. Times are ms. */
export interface Ended {
  sentMs: number;
  intendedMs: number;
}

/**
 * What belongs to a window of a load: answers by when they came, requests by when they were sent (open loop: were due).
 */
export class WindowTally {
  readonly fromMs: number;
  /** Of a bounded window: no answer comes later than that, until it is closed. */
  toMs: number;
  /** Of an open loop: due in the window, and sent or found no connection to be sent on. */
  taken = 0;
  readonly #arrivals: ArrivalTally | undefined;
  #sent = 0;
  #succeeded = 0;
  #unfinished = 0;
  readonly #errors: Partial<Record<LoadErrorKind, number>> = {};
  readonly #causes = new CauseLog();
  #askedAnew: ClosedLoad["askedAnew"];
  #downMs = 0;
  readonly #byRequest: Float64Array;
  /** The part of each request of a mix; requests of a part share one. */
  readonly #parts: PartTally[] | undefined;
  readonly #partOf: readonly number[];
  #receivedBytes = 0;
  readonly #statuses = new Float64Array(1000);
  readonly #serviceTime = new Histogram();
  readonly #connectTime = new Histogram();
  readonly #series: Float64Array;
  readonly #seriesServiceMs: Float64Array;
  readonly #seconds = new SecondTally();
  #areaMs = 0;
  #carriedMs = 0;

  constructor(
    { fromMs, toMs }: { fromMs: number; toMs: number },
    requestCount: number,
    isOpen: boolean,
    partOf?: readonly number[],
  ) {
    this.fromMs = fromMs;
    this.toMs = toMs;
    this.#arrivals = isOpen ? new ArrivalTally() : undefined;
    this.#byRequest = new Float64Array(requestCount);
    this.#series = new Float64Array(intervalsIn(toMs - fromMs));
    this.#seriesServiceMs = new Float64Array(this.#series.length);
    this.#partOf = partOf ?? [];
    this.#parts =
      partOf && Array.from({ length: Math.max(...partOf) + 1 }, () => new PartTally(isOpen));
  }

  send(nowMs: number, intendedMs: number, dueMs: number, madeMs: number | undefined): void {
    if (this.#holds(nowMs)) {
      this.#sent++;
      if (madeMs !== undefined) this.connect(nowMs, madeMs);
    }
    if (this.#arrivals && this.#holds(intendedMs)) {
      this.taken++;
      this.#arrivals.sent(nowMs - dueMs);
    }
  }

  receive(nowMs: number, bytes: number): void {
    if (this.#holds(nowMs)) this.#receivedBytes += bytes;
  }

  succeed(nowMs: number, ended: Ended, requestIndex: number, status: number, ms: number): void {
    const part = this.#partFor(requestIndex);
    if (this.#holds(nowMs)) {
      this.#succeeded++;
      part?.receive();
      this.#byRequest[requestIndex] = this.#byRequest[requestIndex]! + 1;
      this.#statuses[status] = this.#statuses[status]! + 1;
      const interval = Math.floor((nowMs - this.fromMs) / seriesIntervalMs);
      this.#series[interval] = this.#series[interval]! + 1;
      this.#seriesServiceMs[interval] = this.#seriesServiceMs[interval]! + ms;
      this.#seconds.record(nowMs - this.fromMs, this.#arrivals ? nowMs - ended.intendedMs : ms);
    }
    if (!this.#owns(ended)) return;
    const ticks = Math.floor(ms * ticksPerMs + 0.5);
    this.#serviceTime.record(ticks);
    part?.succeed(ticks, Math.floor((nowMs - ended.intendedMs) * ticksPerMs + 0.5));
    if (this.#arrivals) this.#arrivals.succeeded(nowMs - ended.intendedMs);
  }

  fail(nowMs: number, ended: Ended, fault: Fault, requestIndex?: number): void {
    const { status } = fault;
    if (status !== undefined && this.#holds(nowMs)) {
      this.#statuses[status] = this.#statuses[status]! + 1;
    }
    if (!this.#owns(ended)) return;
    this.#count(fault);
    this.#partFor(requestIndex)?.fail(fault.kind);
  }

  failToConnect(nowMs: number, intendedMs: number, fault: Fault, requestIndex?: number): void {
    if (!this.#holds(this.#arrivals ? intendedMs : nowMs)) return;
    this.#count(fault);
    this.#partFor(requestIndex)?.fail(fault.kind);
    if (this.#arrivals) this.taken++;
  }

  /** `answers`: how many the connection had carried that the server closed. */
  askAnew(asked: Ended, answers: number): void {
    if (!this.#owns(asked)) return;
    const { requests, fewestAnswers, mostAnswers } = this.#askedAnew ?? {
      requests: 0,
      fewestAnswers: Infinity,
      mostAnswers: 0,
    };
    this.#askedAnew = {
      requests: requests + 1,
      fewestAnswers: Math.min(fewestAnswers, answers),
      mostAnswers: Math.max(mostAnswers, answers),
    };
  }

  /** The first request on a connection that took so long to make was sent anew. */
  connect(nowMs: number, madeMs: number): void {
    if (this.#holds(nowMs)) this.#connectTime.record(Math.round(madeMs * ticksPerMs));
  }

  passDown(sinceMs: number, untilMs: number): void {
    const spanMs = Math.min(untilMs, this.toMs) - Math.max(sinceMs, this.fromMs);
    if (spanMs > 0) this.#downMs += spanMs;
  }

  giveUp(ended: Ended, requestIndex?: number): void {
    if (this.#owns(ended)) this.leave(requestIndex);
  }

  /** A request of the window that nothing came of: no answer to it, or (open loop) it was never sent. */
  leave(requestIndex?: number): void {
    this.#unfinished++;
    this.#partFor(requestIndex)?.giveUp();
  }

  /** So many requests were in flight between two moments. */
  passTime(beforeMs: number, nowMs: number, inFlight: number): void {
    const from = beforeMs > this.fromMs ? beforeMs : this.fromMs;
    const to = nowMs < this.toMs ? nowMs : this.toMs;
    if (to > from) this.#areaMs += inFlight * (to - from);
  }

  /** What of a request's time the edges cut off: of one under way at the first, or at the second. */
  carry(nowMs: number, sentMs: number): void {
    if (nowMs < this.fromMs || sentMs >= this.toMs) return;
    if (sentMs < this.fromMs) this.#carriedMs += Math.min(nowMs, this.toMs) - this.fromMs;
    else if (nowMs > this.toMs) this.#carriedMs -= nowMs - this.toMs;
  }

  /** A bounded window has ended, at its last answer. */
  close(atMs: number): void {
    this.toMs = atMs;
  }

  report(): WindowReport {
    return {
      windowMs: this.toMs - this.fromMs,
      sent: this.#sent,
      succeeded: this.#succeeded,
      errors: this.#errors,
      causes: this.#causes.causes(),
      askedAnew: this.#askedAnew,
      downMs: this.#downMs,
      unfinished: this.#unfinished,
      succeededByRequest: [...this.#byRequest],
      statuses: Object.fromEntries([...this.#statuses.entries()].filter(([, count]) => count > 0)),
      receivedBytes: this.#receivedBytes,
      parts: this.#parts?.map((part) => part.report()),
      serviceTime: this.#serviceTime.toData(),
      connectTime: this.#connectTime.toData(),
      series: this.#upToEnd(this.#series),
      seriesServiceMs: this.#upToEnd(this.#seriesServiceMs),
      seconds: this.#seconds.report(),
      inFlightMs: this.#areaMs,
      carriedMs: this.#carriedMs,
      arrivals: this.#arrivals?.report(),
    };
  }

  #upToEnd(series: Float64Array): number[] {
    return [...series.subarray(0, intervalsIn(this.toMs - this.fromMs))];
  }

  #count(fault: Fault): void {
    this.#errors[fault.kind] = (this.#errors[fault.kind] ?? 0) + 1;
    this.#causes.add(fault);
  }

  #partFor(requestIndex = -1): PartTally | undefined {
    return this.#parts?.[this.#partOf[requestIndex]!];
  }

  #holds(ms: number): boolean {
    return ms >= this.fromMs && ms < this.toMs;
  }

  #owns({ sentMs, intendedMs }: Ended): boolean {
    return this.#holds(this.#arrivals ? intendedMs : sentMs);
  }
}

function intervalsIn(ms: number): number {
  return Math.ceil(ms / seriesIntervalMs - 1e-6);
}
