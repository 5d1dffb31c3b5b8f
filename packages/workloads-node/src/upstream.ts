import { Agent, get } from "node:http";
import { json, type Answer } from "./answer.ts";
import { readInteger, type Query } from "./read-input.ts";
import { Refusal } from "./refusal.ts";

export interface Upstream {
  answer(query: Query): Promise<Answer>;
  close(): void;
}

/** Calls the slow upstream at `url` over connections that are kept; without one every call is answered 503. */
export function connectUpstream(url: string | undefined): Upstream {
  if (url === undefined) {
    return {
      answer: () => Promise.reject(new Refusal(503, "UPSTREAM_URL is not set")),
      close: () => {},
    };
  }
  const { hostname, port } = new URL(url);
  // One socket for each call under way, kept for the next; the default keeps only 256.
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 8192, timeout: 30_000 });

  function call(path: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const request = get({ agent, hostname, port: port || 80, path }, (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => (text += part));
        response.on("error", reject);
        response.on("end", () => {
          const waitedMs = response.statusCode === 200 ? readWaited(text) : undefined;
          if (waitedMs === undefined) reject(unexpected(response.statusCode, text));
          else resolve(waitedMs);
        });
      });
      request.on("timeout", () => request.destroy(new Error("no answer within 30 s")));
      request.on("error", (cause: NodeJS.ErrnoException) => {
        const stale = request.reusedSocket && cause.code === "ECONNRESET";
        reject(
          stale ? new StaleConnection() : new Refusal(502, `upstream: ${cause.message}`, { cause }),
        );
      });
    });
  }

  async function callTwice(path: string): Promise<number> {
    try {
      return await call(path);
    } catch (error) {
      if (error instanceof StaleConnection) return call(path);
      throw error;
    }
  }

  return {
    async answer(query) {
      const ms = readInteger(query, "ms", { min: 0, max: 10_000, fallback: 50 });
      return json(200, { waitedMs: await callTwice(`/wait?ms=${ms}`) });
    },
    close: () => agent.destroy(),
  };
}

/** The upstream closed a kept connection just as it was taken up again; a GET may be sent twice. */
class StaleConnection extends Refusal {
  constructor() {
    super(502, "upstream: connection closed");
  }
}

function unexpected(status: number | undefined, text: string): Refusal {
  return new Refusal(
    502,
    `upstream: expected 200 {"waitedMs":n}, got ${status} ${text.slice(0, 80)}`,
  );
}

function readWaited(text: string): number | undefined {
  try {
    const { waitedMs } = JSON.parse(text) as { waitedMs?: unknown };
    return typeof waitedMs === "number" ? waitedMs : undefined;
  } catch {
    return undefined;
  }
}
