import { performance } from "node:perf_hooks";
import { ProtocolError, ResponseFramer } from "@stackbench/http1";
import type { OwnLimits } from "../../own-limits.ts";
import { withNumber, type WireRequest } from "./build-request.ts";
import type { Connectable, ConnectBatch } from "./connect-batch.ts";
import type { Cursor } from "./cursor.ts";
import { sampledOneIn } from "../../agent/answer-log.ts";
import type { Fault } from "../../agent/cause-log.ts";
import { connectFault } from "../../agent/connect-fault.ts";
import {
  answerTimeout,
  connectTimeout,
  lostBetween,
  lostConnection,
  malformed,
  surplus,
  wrongAnswer,
} from "./faults.ts";
import type { RequestNumbers } from "../../agent/number-source.ts";
import type { FreeConnection, Pacer } from "./pacer.ts";
import type { Tally } from "../../agent/tally.ts";
import type { OpenWire, Wire, WireListener, WireTarget } from "./wire.ts";

/** What all connections of a thread share. */
export interface Shared {
  target: WireTarget;
  openWire: OpenWire;
  batch: ConnectBatch;
  keepAlive: boolean;
  timeoutMs: number;
  /** Connections that the server closes after an answer are not established ahead of a load. */
  connectsOnDemand: boolean;
  /** One for all: what was read is taken in before the next read. */
  readBuffer: Buffer;
  numbers: RequestNumbers;
  /** What this process can open. */
  limits: OwnLimits;
  /** Of the load that runs; undefined while it stands still. */
  phase: { pacer: Pacer; tally: Tally; onEnded(): void } | undefined;
}

/**
 * Waits before the second, third, ... attempt after failures in a row, so that a dead server is not hammered. The first
 * comes at once: a server that closes a connection now and then is asked anew as any client would.
 */
const firstBackOffMs = 5;
const longestBackOffMs = 200;

/** A server's word for how long it keeps an idle connection is taken as so much less: a request takes time to arrive. */
const idleMarginMs = 100;

/** Bodies longer than this are not looked at whole. */
const longestSampleBytes = 64 * 1024;

/**
 * One connection, at most one request in flight. While a load runs it reconnects by itself, or, where the pacer
 * wants that, when it has something to send.
 */
export class Connection implements FreeConnection, Connectable, WireListener {
  readonly #shared: Shared;
  readonly #framer = new ResponseFramer();
  readonly #cursor: Cursor;
  readonly number: number;
  #wire: Wire | undefined;
  #connected = false;
  #connectStartMs = 0;
  /** How long the present connection took to establish. */
  #connectMs = 0;
  /** Whether the time it took to establish the present connection was told. */
  #counted = false;
  /** The request in flight, and the number in it. */
  #request: WireRequest | undefined;
  #number: number | undefined;
  /** Whether the body of its answer is looked at whole; and of the window's answers, whether the first and the last were. */
  #isSampled = false;
  #sampledStage = 0;
  /** Answers since this connection was established, whole ones; whether any request of it was ever sent, or answered. */
  #answers = 0;
  #everAsked = false;
  #everAnswered = false;
  /** Whether it was ever begun to be made, and ever was. */
  #everTried = false;
  #everConnected = false;
  /** Of the request in flight, and of the last that ended. */
  readonly #times = { sentMs: 0, intendedMs: 0 };
  readonly #ended = { sentMs: 0, intendedMs: 0 };
  /** Status of the last answer on this connection. */
  #statusBefore = 0;
  /** Since when no request is on it, and how long the server leaves it so. */
  #idleSinceMs = 0;
  #idleTimeoutMs = Infinity;
  /** While a request is handed to the system: what fails then was not sent. */
  #isWriting = false;
  /** Closed loop: since when it is neither established nor being established, whatever for; -1 where it is. */
  #downSinceMs = -1;
  /** Told to send before it was established: the request goes out once it is. */
  #isToSend = false;
  /** The server closed after its last answer, and is expected to do so again. */
  #isClosedAfterAnswers = false;
  #failuresInARow = 0;
  #backOff: NodeJS.Timeout | undefined;
  #onSettled: (() => void) | undefined;

  /** `cursor` gives its requests; connections may share one. */
  constructor(shared: Shared, cursor: Cursor, number: number) {
    this.#shared = shared;
    this.#cursor = cursor;
    this.number = number;
  }

  /** Establishes the connection ahead of a load; resolves when that worked or failed. False where there was nothing to do. */
  async prepare(): Promise<boolean> {
    const { keepAlive, connectsOnDemand } = this.#shared;
    if (performance.now() - this.#idleSinceMs > this.#idleTimeoutMs) this.#forget();
    if (this.#connected || !keepAlive) return false;
    // Servers that answer one connection at a time would wait on one that has nothing to send yet.
    if (connectsOnDemand && this.#isClosedAfterAnswers) return false;
    await new Promise<void>((resolve) => {
      this.#onSettled = resolve;
      if (!this.#wire) this.#connect(performance.now());
    });
    return true;
  }

  /** Takes part in the load that has just begun. */
  begin(): void {
    this.#sampledStage = 0;
    this.#proceed(performance.now());
  }

  /** Asked, and never answered; or never made, though that was tried: the server's queue has no room for it. */
  get isUnanswered(): boolean {
    if (this.#everAnswered) return false;
    return this.#everAsked || (this.#everTried && !this.#everConnected);
  }

  /** Waits for its first answer ever, and longer than that. */
  isHopeless(nowMs: number, patienceMs: number): boolean {
    return this.isUnanswered && this.waitingMs(nowMs) > patienceMs;
  }

  /** How long the request in flight has been waiting, ms; 0 where there is none. */
  waitingMs(nowMs: number): number {
    return this.#request ? nowMs - this.#times.sentMs : 0;
  }

  /** The load is over: whatever waits to happen for it no longer does. */
  rest(): void {
    this.#rise(performance.now());
    clearTimeout(this.#backOff);
    this.#backOff = undefined;
    this.#failuresInARow = 0;
    this.#isToSend = false;
  }

  /** The drain is over: what it has under way is given up. */
  giveUp(nowMs: number): void {
    const request = this.#request;
    if (request) {
      this.#request = undefined;
      const { phase } = this.#shared;
      phase?.tally.giveUp(nowMs, this.#times, request.index);
      if (request.isUpdate) this.#endUpdate(request, nowMs);
      this.#forget();
    } else if (!this.#connected) {
      this.#forget();
    }
    this.rest();
  }

  /** Replaces the connection where its request, or its connect, is older than the timeout. */
  sweep(nowMs: number): void {
    const oldestMs = nowMs - this.#shared.timeoutMs;
    if (this.#request) {
      if (this.#times.sentMs < oldestMs) this.#expire(nowMs);
    } else if (this.#wire && !this.#connected && this.#connectStartMs < oldestMs) {
      this.#drop(nowMs, connectTimeout(this.#shared.timeoutMs));
    }
  }

  close(): void {
    this.rest();
    this.#forget();
  }

  send(intendedMs: number, freeMs: number): void {
    this.#times.intendedMs = intendedMs;
    if (freeMs - this.#idleSinceMs > this.#idleTimeoutMs) this.#forget();
    if (this.#connected) return this.#transmit(freeMs);
    this.#isToSend = true;
    this.#shared.batch.add(this);
  }

  #transmit(freeMs: number): void {
    const { phase } = this.#shared;
    if (!phase || !this.#wire) return;
    const request = this.#cursor.next();
    this.#request = request;
    const number = this.#shared.numbers[request.index]?.next();
    this.#number = number;
    const nowMs = performance.now();
    this.#times.sentMs = nowMs;
    this.#everAsked = true;
    this.#isSampled = this.#drawsSample(phase.tally.stageAt(nowMs));
    this.#framer.reset(this.#isSampled ? longestSampleBytes : 0);
    const { tally } = phase;
    const dueMs = freeMs > this.#times.intendedMs ? freeMs : this.#times.intendedMs;
    tally.send(nowMs, this.#times.intendedMs, dueMs, this.#counted ? undefined : this.#connectMs);
    this.#counted = true;
    this.#write(request, number);
  }

  #write(request: WireRequest, number: number | undefined): void {
    this.#isWriting = true;
    this.#wire!.write(withNumber(request, number));
    this.#isWriting = false;
  }

  /** The request in flight goes out once more, on a connection that is new. Its times are those of the first. */
  #transmitAnew(request: WireRequest, nowMs: number): void {
    this.#framer.reset(this.#isSampled ? longestSampleBytes : 0);
    this.#shared.phase?.tally.sendAnew(nowMs, this.#connectMs);
    this.#counted = true;
    this.#write(request, this.#number);
  }

  /** The first answer of the window and the first behind it, which is as good as its last, and one in so many at random. */
  #drawsSample(stage: 0 | 1 | 2): boolean {
    if (stage === 0) return false;
    if (stage !== this.#sampledStage) {
      this.#sampledStage = stage;
      return true;
    }
    return stage === 1 && Math.random() * sampledOneIn < 1;
  }

  #proceed(nowMs: number): void {
    const { phase } = this.#shared;
    if (!phase) return;
    if (this.#connected || phase.pacer.connectsOnDemand) {
      phase.pacer.offer(this, nowMs);
    } else if (!this.#wire && !this.#backOff && nowMs < phase.pacer.sendUntilMs) {
      if (this.#downSinceMs < 0) this.#downSinceMs = nowMs;
      this.#shared.batch.add(this);
    }
  }

  connectNow(): void {
    const { phase } = this.#shared;
    if (!phase || this.#wire) return;
    const nowMs = performance.now();
    // What is asked anew was sent before the load stopped.
    if (this.#request) return this.#connect(nowMs);
    const isWanted = this.#isToSend || !phase.pacer.connectsOnDemand;
    if (isWanted && nowMs < phase.pacer.sendUntilMs) this.#connect(nowMs);
  }

  onConnect(): void {
    const nowMs = performance.now();
    this.#connected = true;
    this.#everConnected = true;
    this.#connectMs = nowMs - this.#connectStartMs;
    this.#counted = false;
    this.#answers = 0;
    this.#idleTimeoutMs = Infinity;
    this.#rise(nowMs);
    this.#settle();
    if (this.#request) return this.#transmitAnew(this.#request, nowMs);
    if (!this.#isToSend) return this.#proceed(nowMs);
    this.#isToSend = false;
    this.#transmit(nowMs);
  }

  onRead(bytes: Uint8Array, count: number): void {
    const nowMs = performance.now();
    const framer = this.#framer;
    const isFirst = !framer.started;
    this.#shared.phase?.tally.receive(nowMs, count);
    // Nobody asked: no request is lost by it.
    if (!this.#request) return this.#lose(nowMs);
    let taken = 0;
    try {
      taken = framer.push(bytes, 0, count);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      const statusBefore = isFirst && this.#answers > 0 ? this.#statusBefore : undefined;
      return this.#drop(nowMs, malformed(error, { bytes, from: 0, to: count }, statusBefore));
    }
    if (!framer.complete) return;
    if (taken < count) {
      return this.#drop(nowMs, surplus(framer.status, { bytes, from: taken, to: count }));
    }
    this.#finish(nowMs, bytes, isFirst ? count : 0);
  }

  onEnd(): void {
    const nowMs = performance.now();
    // Over TLS the server may close within the handshake, of which the socket tells an error only later.
    if (!this.#connected) {
      return this.#drop(nowMs, connectFault("ECONNRESET", this.#shared.limits));
    }
    if (!this.#request) return this.#lose(nowMs);
    if (this.#framer.end()) return this.#finish(nowMs, noBytes, 0);
    if (this.#isBetweenAnswers) return this.#loseBetween(nowMs, this.#request);
    this.#drop(nowMs, lostConnection(this.#framer));
  }

  onError(code: string): void {
    const nowMs = performance.now();
    if (!this.#connected)
      return this.#drop(
        nowMs,
        connectFault(code, this.#shared.limits, this.#shared.target.socketPath !== undefined),
      );
    if (!this.#request) return this.#lose(nowMs);
    if (code === "ETIMEDOUT") {
      return this.#drop(nowMs, { ...answerTimeout(this.#framer, this.#shared.timeoutMs), code });
    }
    if (this.#isBetweenAnswers) return this.#loseBetween(nowMs, this.#request, code);
    this.#drop(nowMs, lostConnection(this.#framer, code));
  }

  /**
   * The server had answered on this connection, and not a byte of the present answer has come. Where it closes then, by
   * a reset too (the kernel's answer to a request that met a closed socket), a client may ask again elsewhere: what is
   * idempotent, and what was never sent (RFC 9112, section 9.3.1). On the new connection it is no longer between answers,
   * so that nothing is asked anew twice.
   */
  get #isBetweenAnswers(): boolean {
    return this.#answers > 0 && !this.#framer.started;
  }

  #loseBetween(nowMs: number, request: WireRequest, code?: string): void {
    const { phase, batch } = this.#shared;
    if (!phase || !(request.isIdempotent || this.#isWriting)) {
      return this.#drop(nowMs, lostBetween(this.#answers, code));
    }
    phase.tally.askAnew(this.#times, this.#answers);
    // What was sent first may still be carried out, and later than what others send.
    if (request.isUpdate) this.#endUpdate(request, nowMs);
    this.#forget();
    batch.add(this);
  }

  #connect(nowMs: number): void {
    const { target, openWire, readBuffer } = this.#shared;
    this.#connectStartMs = nowMs;
    this.#everTried = true;
    this.#wire = openWire(target, readBuffer, this);
  }

  /** `bytes[0..count)` are the whole answer as it came; `count` is 0 where it came in pieces. */
  #finish(nowMs: number, bytes: Uint8Array, count: number): void {
    const { phase, keepAlive } = this.#shared;
    const framer = this.#framer;
    const request = this.#request!;
    this.#request = undefined;
    this.#failuresInARow = 0;
    this.#answers++;
    this.#everAnswered = true;
    this.#statusBefore = framer.status;
    this.#idleSinceMs = nowMs;
    this.#idleTimeoutMs = Math.max(0, framer.idleTimeoutMs - idleMarginMs);
    if (!keepAlive || !framer.keepAlive) {
      this.#isClosedAfterAnswers = true;
      this.#forget();
    }
    if (!phase) return;
    const { tally } = phase;
    const { status } = framer;
    const fault = isRight(framer, request)
      ? undefined
      : wrongAnswer(framer, request, count > 0 ? { bytes, from: 0, to: count } : undefined);
    const body =
      this.#isSampled && fault === undefined ? framer.body?.toString("latin1") : undefined;
    const number = this.#number;
    const ended = this.#ended;
    ended.sentMs = this.#times.sentMs;
    ended.intendedMs = this.#times.intendedMs;
    tally.end(nowMs, ended.sentMs);
    // The next request leaves before the last is entered in the books: a server that answers at once would wait for that.
    this.#proceed(nowMs);
    if (fault) tally.fail(nowMs, ended, fault, request.index);
    else tally.succeed(nowMs, ended, request.index, status);
    if (body !== undefined) tally.answers.add(request.index, number, body);
    if (request.isUpdate) {
      tally.updates.end(request.index, number!, ended.sentMs, nowMs, fault === undefined);
    }
    phase.onEnded();
  }

  /** Of a PUT without a right answer. */
  #endUpdate({ index }: WireRequest, nowMs: number): void {
    const tally = this.#shared.phase?.tally;
    tally?.updates.end(index, this.#number!, this.#times.sentMs, nowMs, false);
  }

  #expire(nowMs: number): void {
    const { phase } = this.#shared;
    if (phase && nowMs >= phase.pacer.stopAtMs) {
      this.giveUp(nowMs);
      this.#proceed(nowMs);
      phase.onEnded();
    } else {
      this.#drop(nowMs, answerTimeout(this.#framer, this.#shared.timeoutMs));
    }
  }

  /** The connection is gone or useless, and carries no request: it is made anew, or once there is something to send. */
  #lose(nowMs: number): void {
    this.#forget();
    this.#settle();
    const { phase } = this.#shared;
    if (phase && !phase.pacer.connectsOnDemand) this.#proceed(nowMs);
  }

  /** The connection is gone or useless, or was never made: counts what that cost, and tries again in a while. */
  #drop(nowMs: number, fault: Fault): void {
    const { phase } = this.#shared;
    const request = this.#request;
    const wasFree = request === undefined && !this.#isToSend;
    this.#request = undefined;
    this.#isToSend = false;
    this.#forget();
    this.#settle();
    if (!phase) return;
    // It stays among the free ones, and connects when it is its turn.
    if (wasFree && phase.pacer.connectsOnDemand) return;
    if (request) {
      phase.tally.end(nowMs, this.#times.sentMs);
      phase.tally.fail(nowMs, this.#times, fault, request.index);
      if (request.isUpdate) this.#endUpdate(request, nowMs);
    } else {
      // What would have been sent is lost with it, of whichever part of a mix that was.
      const { index } = this.#cursor.next();
      phase.tally.failToConnect(nowMs, this.#times.intendedMs, fault, index);
    }
    if (this.#downSinceMs < 0 && !phase.pacer.connectsOnDemand) this.#downSinceMs = nowMs;
    this.#waitAndReconnect(nowMs, phase.pacer.sendUntilMs);
    phase.onEnded();
  }

  #waitAndReconnect(nowMs: number, sendUntilMs: number): void {
    const before = this.#failuresInARow++;
    if (before === 0) return this.#proceed(nowMs);
    const waitMs = Math.min(longestBackOffMs, firstBackOffMs * 2 ** (before - 1));
    if (nowMs + waitMs >= sendUntilMs) return;
    this.#backOff = setTimeout(() => {
      this.#backOff = undefined;
      this.#proceed(performance.now());
    }, waitMs);
  }

  /** It is no longer down, or not to be counted so. */
  #rise(untilMs: number): void {
    if (this.#downSinceMs < 0) return;
    this.#shared.phase?.tally.passDown(this.#downSinceMs, untilMs);
    this.#downSinceMs = -1;
  }

  #settle(): void {
    const settled = this.#onSettled;
    this.#onSettled = undefined;
    settled?.();
  }

  #forget(): void {
    const wire = this.#wire;
    this.#wire = undefined;
    this.#connected = false;
    wire?.close();
  }
}

const noBytes = new Uint8Array(0);

function isRight(framer: ResponseFramer, request: WireRequest): boolean {
  if (framer.status !== request.expectedStatus) return false;
  const { expectedBodyBytes } = request;
  return expectedBodyBytes < 0 || framer.bodyBytes === expectedBodyBytes;
}
