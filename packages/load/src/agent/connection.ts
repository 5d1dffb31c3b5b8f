import { performance } from "node:perf_hooks";
import type { LoadErrorKind } from "@stackbench/model";
import type { WireRequest } from "./build-request.ts";
import type { Connectable, ConnectBatch } from "./connect-batch.ts";
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
  requests: readonly WireRequest[];
  sequence: readonly number[];
  /** One for all: what was read is taken in before the next read. */
  readBuffer: Buffer;
  /** Of the phase that runs; undefined between phases. */
  phase: { pacer: Pacer; tally: Tally; onEnded(): void } | undefined;
}

/** Waits before the first, second, ... attempt after failures in a row, so that a dead server is not hammered. */
const firstBackOffMs = 5;
const longestBackOffMs = 200;

/** One connection, at most one request in flight. It reconnects by itself while a phase runs. */
export class Connection implements FreeConnection, Connectable, WireListener {
  readonly #shared: Shared;
  readonly #framer = new ResponseFramer();
  #position: number;
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
  #failuresInARow = 0;
  #backOff: NodeJS.Timeout | undefined;
  #onSettled: (() => void) | undefined;

  constructor(shared: Shared, startPosition: number) {
    this.#shared = shared;
    this.#position = startPosition;
  }

  /** Establishes the connection ahead of a phase; resolves when that worked or failed. */
  async prepare(): Promise<void> {
    if (this.#connected || !this.#shared.keepAlive) return;
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

  send(): void {
    const { phase, sequence, requests } = this.#shared;
    if (!phase || !this.#wire) return;
    const request = requests[sequence[this.#position]!]!;
    this.#position = this.#position + 1 === sequence.length ? 0 : this.#position + 1;
    this.#request = request;
    this.#framer.reset();
    const nowMs = performance.now();
    this.#sentMs = nowMs;
    phase.tally.send(nowMs);
    if (!this.#counted) {
      this.#counted = true;
      phase.tally.connected(this.#connectMs);
    }
    this.#wire.write(request.bytes);
  }

  #proceed(nowMs: number): void {
    const { phase } = this.#shared;
    if (!phase) return;
    if (this.#connected) {
      if (phase.pacer.admit(this, nowMs)) this.send();
    } else if (!this.#wire && !this.#backOff && nowMs < phase.pacer.stopAtMs) {
      this.#shared.batch.add(this);
    }
  }

  connectNow(): void {
    const { phase } = this.#shared;
    if (phase && !this.#wire && performance.now() < phase.pacer.stopAtMs) this.#connect();
  }

  onConnect(): void {
    const nowMs = performance.now();
    this.#connected = true;
    this.#connectMs = nowMs - this.#connectStartMs;
    this.#counted = false;
    this.#settle();
    this.#proceed(nowMs);
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
    if (!keepAlive || !framer.keepAlive) this.#forget();
    if (!phase) return;
    if (framer.status !== request.expectedStatus) {
      phase.tally.answerWrongly(nowMs, "status", framer.status);
    } else if (request.expectedBodyBytes >= 0 && framer.bodyBytes !== request.expectedBodyBytes) {
      phase.tally.answerWrongly(nowMs, "length", framer.status);
    } else {
      phase.tally.succeed(nowMs, nowMs - this.#sentMs, request.index, framer.status);
    }
    this.#proceed(nowMs);
    phase.onEnded();
  }

  #expire(nowMs: number): void {
    const { phase } = this.#shared;
    if (phase && nowMs >= phase.pacer.stopAtMs) {
      this.#request = undefined;
      this.#forget();
      phase.tally.giveUp(nowMs);
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
    this.#request = undefined;
    this.#forget();
    this.#settle();
    if (!phase) return;
    if (wasInFlight) phase.tally.fail(nowMs, kind);
    else if (!wasConnected) phase.tally.failToConnect(nowMs);
    if (wasInFlight || !wasConnected) this.#waitAndReconnect(nowMs, phase.pacer.stopAtMs);
    else this.#proceed(nowMs);
    phase.onEnded();
  }

  #waitAndReconnect(nowMs: number, stopAtMs: number): void {
    const waitMs = Math.min(longestBackOffMs, firstBackOffMs * 2 ** this.#failuresInARow);
    this.#failuresInARow++;
    if (nowMs + waitMs >= stopAtMs) return;
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
