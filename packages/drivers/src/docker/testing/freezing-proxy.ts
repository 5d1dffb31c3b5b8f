import { createServer, request, type IncomingMessage, type Server } from "node:http";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import type Docker from "dockerode";

/** `silent`: the request gets no answer. `headed`: its answer begins, and nothing follows. */
export type Freeze = "silent" | "headed";

/**
 * A way to the real engine that freezes at the n-th thing that is asked, as a stopped engine does: whatever is asked
 * from then on gets no answer, and what streams falls silent, with all connections open. Things are counted once each:
 * what is asked again (a ping, the state of a container) comes at no certain time.
 */
export class FreezingProxy {
  /** What was asked when it froze; undefined while it hands on. */
  frozenAt: string | undefined;
  /** Whether the streams of programs stay open though their programs have ended. */
  keepsOpen = false;
  readonly #asked = new Set<string>();
  readonly #open = new Set<Duplex>();
  readonly #server: Server;
  readonly #at: { count: number; freeze: Freeze };

  constructor(realPath: string, at: { count: number; freeze: Freeze }) {
    this.#at = at;
    this.#server = createServer((near, answer) => {
      if (this.#hear(near) === "silent") return;
      const far = this.#handOn(near, realPath);
      far.on("response", (response) => {
        answer.writeHead(response.statusCode ?? 500, response.headers);
        answer.flushHeaders();
        response.on("data", (chunk) => this.frozenAt ?? answer.write(chunk));
        response.on("end", () => this.frozenAt ?? answer.end());
      });
      near.pipe(far);
    });
    this.#server.on("connection", (socket: Duplex) => this.#keep(socket));
    this.#server.on("upgrade", (near: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (this.#hear(near) === "silent") return;
      const far = connect(realPath);
      this.#keep(far);
      const { method, url, httpVersion, rawHeaders } = near;
      const lines = [`${method} ${url} HTTP/${httpVersion}`];
      for (let at = 0; at < rawHeaders.length; at += 2) {
        lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
      }
      far.write(`${lines.join("\r\n")}\r\n\r\n`);
      far.write(head);
      // Its answer's head comes in one piece.
      let isHeaded = false;
      far.on("data", (chunk) => {
        if (this.frozenAt === undefined || !isHeaded) socket.write(chunk);
        isHeaded = true;
      });
      far.on("end", () => {
        if (this.frozenAt === undefined && !this.keepsOpen) socket.end();
      });
      socket.on("data", (chunk) => this.frozenAt ?? far.write(chunk));
      socket.on("end", () => this.frozenAt ?? far.end());
    });
  }

  listen(path: string): Promise<void> {
    return new Promise((resolve) => this.#server.listen(path, resolve));
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
  }

  #hear({ method, url = "" }: IncomingMessage): "real" | Freeze {
    if (this.frozenAt !== undefined) return "silent";
    const thing = `${method} ${url.replace(/\?.*/, "")}`;
    if (thing.endsWith("/_ping")) return "real";
    this.#asked.add(thing);
    if (this.#asked.size < this.#at.count) return "real";
    this.frozenAt = thing;
    return this.#at.freeze;
  }

  #handOn({ method, url, headers }: IncomingMessage, socketPath: string) {
    const far = request({ socketPath, method, path: url, headers, agent: false });
    far.on("error", () => {});
    far.on("socket", (socket) => this.#keep(socket));
    return far;
  }

  #keep(socket: Duplex): void {
    if (this.#open.has(socket)) return;
    this.#open.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#open.delete(socket));
  }
}

export function socketOf(docker: Docker): string {
  return (docker.modem as { socketPath?: string }).socketPath ?? "/var/run/docker.sock";
}
