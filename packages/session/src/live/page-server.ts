import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { readAsked } from "./read-asked.ts";

/** One person looks at it, or a few. */
const mostConnections = 32;

/** How long those who still read are waited for. */
const slowReaderMs = 1000;

const headers = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  // The page has a policy of its own; this is what cannot stand in it.
  "content-security-policy": "frame-ancestors 'none'",
};

/** Serves one page on 127.0.0.1, the last that it was given. While it is held nobody is answered: who asks waits. */
export class PageServer {
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  #page = "";
  #rendering = 0;
  #isOver = false;
  /** While it is held; so it begins, for there is no page yet. */
  #held: PromiseWithResolvers<void> | undefined = Promise.withResolvers();
  readonly #underWay = new Set<ServerResponse>();
  /** Resolves with the next page, and at the end. */
  #next = Promise.withResolvers<void>();

  /** Held until there is a page. Gives the port. Throws what listening throws. */
  async listen(port: number): Promise<number> {
    this.#server.maxConnections = mostConnections;
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** The number that the next page will have. */
  get nextRendering(): number {
    return this.#rendering + 1;
  }

  /** A later page, for all who ask and all who follow. */
  show(page: string): void {
    this.#page = page;
    this.#rendering++;
    this.#next.resolve();
    this.#next = Promise.withResolvers();
    this.answer();
  }

  /** Resolves once what is being read is read, or its reader is slow. */
  async hold(): Promise<void> {
    this.#held ??= Promise.withResolvers();
    if (this.#underWay.size === 0) return;
    const timer = new AbortController();
    const late = sleep(slowReaderMs, undefined, timer).catch(() => {});
    await Promise.race([Promise.all([...this.#underWay].map((one) => once(one, "close"))), late]);
    timer.abort();
  }

  answer(): void {
    this.#held?.resolve();
    this.#held = undefined;
  }

  /** Tells all who wait that nothing more comes; resolves once they know. */
  async end(): Promise<void> {
    this.#isOver = true;
    this.#next.resolve();
    this.answer();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    // Who takes its answer slowly, or never asked anything, is not waited for.
    const late = setTimeout(() => this.#server.closeAllConnections(), slowReaderMs);
    await closed;
    clearTimeout(late);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    await this.#isAnswering();
    const asked = readAsked(request.method, request.url, request.headers);
    if (asked.kind === "page") {
      this.#send(response, 200, "text/html; charset=utf-8", this.#page);
    } else if (asked.kind === "refused") {
      this.#say(response, asked.status, asked.message);
    } else {
      while (asked.after >= this.#rendering && !this.#isOver) await this.#next.promise;
      await this.#isAnswering();
      this.#say(response, this.#isOver ? 410 : 200, this.#isOver ? "over" : "new");
    }
  }

  async #isAnswering(): Promise<void> {
    while (this.#held) await this.#held.promise;
  }

  #say(response: ServerResponse, status: number, text: string): void {
    this.#send(response, status, "text/plain", `${text}\n`);
  }

  #send(response: ServerResponse, status: number, type: string, text: string): void {
    // Who waited is gone.
    if (response.destroyed) return;
    this.#underWay.add(response);
    response.once("close", () => this.#underWay.delete(response));
    const connection = this.#isOver ? { connection: "close" } : {};
    response.writeHead(status, { ...headers, ...connection, "content-type": type }).end(text);
  }
}
