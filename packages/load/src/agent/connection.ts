import { performance } from "node:perf_hooks";
import type { LoadErrorKind } from "@stackbench/model";
import type { WireRequest } from "./build-request.ts";
import type { Connectable, ConnectBatch } from "./connect-batch.ts";
import type { Cursor } from "./cursor.ts";
import { ProtocolError } from "./parse-head.ts";
import type { FreeConnection, Pacer } from "./pacer.ts";
import { ResponseFramer } from "./response-framer.ts";
import type { Tally } from "./tally.ts";
import type { OpenWire, Wire, WireListener, WireTarget } from "./wire.ts";

/** What all connections of a thread share. */
export interface Shared {
  target: WireTarget;
  openWire: OpenWire;
  batch: ConnectBatch;
  keepAlive: boolean;
  timeoutMs: number;
  /** Connections that the server closes after an answer are not established ahead of a phase. */
  connectsOnDemand: boolean;
  /** One for all: what was read is taken in before the next read. */
  readBuffer: Buffer;
  /** Of the phase that runs; undefined between phases. */
  phase: { pacer: Pacer; tally: Tally; onEnded(): void } | undefined;
}

/** Waits before the first, second, ... attempt after failures in a row, so that a dead server is not hammered. */
const firstBackOffMs = 5;
const longestBackOffMs = 200;

/**
 * One connection, at most one request in flight. While a phase runs it reconnects by itself, or, where the pacer
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
  /** Whether the phase has counted the present connection as one that it used. */
  #counted = false;
  /** The request in flight. */
  #request: WireRequest | undefined;
  #sentMs = 0;
  #intendedMs = 0;
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

  /** Establishes the connection ahead of a phase; resolves when that worked or failed. */
  async prepare(): Promise<void> {
    const { keepAlive, connectsOnDemand } = this.#shared;
    if (this.#connected || !keepAlive) return;
    // Servers that answer one connection at a time would wait on one that has nothing to send yet.
    if (connectsOnDemand && this.#isClosedAfterAnswers) return;
    await new Promise<void>((resolve) => {
      this.#onSettled = resolve;
      if (!this.#wire) this.#connect();
    });
  }

  /** Takes part in the phase that has just begun. */
  begin(): void {
    this.#counted = false;
    this.#proceed(performance.now());
  }

  /** The phase is over: whatever waits to happen for it no longer does. */
  rest(): void {
    clearTimeout(this.#backOff);
    this.#backOff = undefined;
    this.#failuresInARow = 0;
    this.#isToSend = false;
  }

  /** The drain is over: what it has under way is given up. */
  giveUp(nowMs: number): void {
    if (this.#request) {
      this.#request = undefined;
      this.#shared.phase?.tally.giveUp(nowMs);
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
      if (this.#sentMs < oldestMs) this.#expire(nowMs);
    } else if (this.#wire && !this.#connected && this.#connectStartMs < oldestMs) {
      this.#drop(nowMs, "connect");
    }
  }

  close(): void {
    this.rest();
    this.#forget();
  }

  send(intendedMs: number, freeMs: number): void {
    this.#intendedMs = intendedMs;
    if (this.#connected) return this.#transmit(freeMs);
    this.#isToSend = true;
    this.#shared.batch.add(this);
  }

  #transmit(freeMs: number): void {
    const { phase } = this.#shared;
    if (!phase || !this.#wire) return;
    const request = this.#cursor.next();
    this.#request = request;
    this.#framer.reset();
    const nowMs = performance.now();
    this.#sentMs = nowMs;
    phase.tally.send(nowMs, freeMs > this.#intendedMs ? freeMs : this.#intendedMs);
    if (!this.#counted) {
      this.#counted = true;
      phase.tally.connected(this.#connectMs);
    }
    this.#wire.write(request.bytes);
  }

  #proceed(nowMs: number): void {
    const { phase } = this.#shared;
    if (!phase) return;
    if (this.#connected || phase.pacer.connectsOnDemand) {
      phase.pacer.offer(this, nowMs);
    } else if (!this.#wire && !this.#backOff && nowMs < phase.pacer.sendUntilMs) {
      this.#shared.batch.add(this);
    }
  }

  connectNow(): void {
    const { phase } = this.#shared;
    if (phase && !this.#wire && performance.now() < phase.pacer.sendUntilMs) this.#connect();
  }

  onConnect(): void {
    const nowMs = performance.now();
    this.#connected = true;
    this.#connectMs = nowMs - this.#connectStartMs;
    this.#counted = false;
    this.#settle();
    if (!this.#isToSend) return this.#proceed(nowMs);
    this.#isToSend = false;
    this.#transmit(nowMs);
  }

  onRead(bytes: Uint8Array, count: number): void {
    const nowMs = performance.now();
    const framer = this.#framer;
    if (!this.#request) return this.#drop(nowMs, "protocol"); // nobody asked
    try {
      const taken = framer.push(bytes, 0, count);
      if (!framer.complete) return;
      if (taken < count) return this.#drop(nowMs, "protocol"); // more than was asked for
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return this.#drop(nowMs, "protocol");
    }
    this.#finish(nowMs);
  }

  onEnd(): void {
    const nowMs = performance.now();
    if (this.#request && this.#framer.end()) return this.#finish(nowMs);
    this.#drop(nowMs, "closed");
  }

  onError(code: string): void {
    const lateKind = code === "ETIMEDOUT" ? "timeout" : "reset";
    this.#drop(performance.now(), this.#connected ? lateKind : "connect");
  }

  #connect(): void {
    const { target, openWire, readBuffer } = this.#shared;
    this.#connectStartMs = performance.now();
    this.#wire = openWire(target, readBuffer, this);
  }

  #finish(nowMs: number): void {
    const { phase, keepAlive } = this.#shared;
    const framer = this.#framer;
    const request = this.#request!;
    this.#request = undefined;
    this.#failuresInARow = 0;
    if (!keepAlive || !framer.keepAlive) {
      this.#isClosedAfterAnswers = true;
      this.#forget();
    }
    if (!phase) return;
    if (framer.status !== request.expectedStatus) {
      phase.tally.answerWrongly(nowMs, "status", framer.status);
    } else if (request.expectedBodyBytes >= 0 && framer.bodyBytes !== request.expectedBodyBytes) {
      phase.tally.answerWrongly(nowMs, "length", framer.status);
    } else {
      phase.tally.succeed(nowMs, this.#sentMs, this.#intendedMs, request.index, framer.status);
    }
    this.#proceed(nowMs);
    phase.onEnded();
  }

  #expire(nowMs: number): void {
    const { phase } = this.#shared;
    if (phase && nowMs >= phase.pacer.stopAtMs) {
      this.giveUp(nowMs);
      this.#proceed(nowMs);
      phase.onEnded();
    } else {
      this.#drop(nowMs, "timeout");
    }
  }

  /** The connection is gone or useless: counts what that cost, and tries again in a while. */
  #drop(nowMs: number, kind: LoadErrorKind): void {
    const { phase } = this.#shared;
    const wasConnected = this.#connected;
    const wasInFlight = this.#request !== undefined;
    const wasFree = !wasInFlight && !this.#isToSend;
    this.#request = undefined;
    this.#isToSend = false;
    this.#forget();
    this.#settle();
    if (!phase) return;
    // It stays among the free ones, and connects when it is its turn.
    if (wasFree && phase.pacer.connectsOnDemand) return;
    if (wasInFlight) phase.tally.fail(nowMs, kind);
    else if (!wasConnected) phase.tally.failToConnect(nowMs);
    if (wasInFlight || !wasConnected) this.#waitAndReconnect(nowMs, phase.pacer.sendUntilMs);
    else this.#proceed(nowMs);
    phase.onEnded();
  }

  #waitAndReconnect(nowMs: number, sendUntilMs: number): void {
    const waitMs = Math.min(longestBackOffMs, firstBackOffMs * 2 ** this.#failuresInARow);
    this.#failuresInARow++;
    if (nowMs + waitMs >= sendUntilMs) return;
    this.#backOff = setTimeout(() => {
      this.#backOff = undefined;
      this.#proceed(performance.now());
    }, waitMs);
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
