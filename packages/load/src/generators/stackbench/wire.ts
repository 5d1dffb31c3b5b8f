import type { Target } from "@stackbench/model";

/** A connection being made or made: over TCP or a unix socket, its TLS handshake included where it has one. After `close` its listener hears nothing more. */
export interface Wire {
  /** Sends one request: `bytes` holds one byte a character. Only after `onConnect`. */
  write(bytes: string): void;
  close(): void;
}

/** What happens on a wire. After `onEnd` or `onError` the listener must close it. */
export interface WireListener {
  onConnect(): void;
  /** `bytes[0..count)`, valid until the call returns. */
  onRead(bytes: Uint8Array, count: number): void;
  /** The server closed its side. */
  onEnd(): void;
  /** `code` is the name of the system's error: `ECONNRESET`. */
  onError(code: string): void;
}

export interface WireTarget extends Target {
  /** An IP address: names are looked up once, before. */
  address: string;
  family: 4 | 6;
}

/** Starts connecting. `buffer` is where bytes are read to; many wires of a thread may share it. */
export type OpenWire = (target: WireTarget, buffer: Buffer, listener: WireListener) => Wire;
