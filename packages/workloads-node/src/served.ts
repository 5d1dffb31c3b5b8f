import type { Server } from "node:http";
import type { ListenPlace } from "./environment.ts";

/** What listens: a server of `node:http`, or one of another runtime. */
export type Served = Server | ForeignServer;

/** An HTTP server that is not Node's: Bun's or Deno's own. */
export interface ForeignServer {
  /** Throws or rejects with why it cannot. `backlog` is the longest queue of connections not yet accepted. */
  listen(place: ListenPlace, backlog: number): void | Promise<void>;
  /** Takes no more connections; resolves when the requests under way are answered. */
  close(): Promise<void>;
}
