/**
 * The agent program `upstream`: the slow service behind the contract's `/upstream`.
 * `GET /wait?ms=50` answers `{"waitedMs":50}` after 50 ms, 0 to 10000; `GET /healthz` answers at once.
 * It listens on `$HOST` (default 127.0.0.1) and `$PORT`, writes the line `$UP_LINE` then, where there is one, and ends on
 * SIGTERM.
 */
import { createServer, type ServerResponse } from "node:http";

const longestWaitMs = 10_000;

const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
  const url = new URL(request.url ?? "/", "http://upstream");
  if (request.method !== "GET") answer(response, 405, { error: "only GET is answered" });
  else if (url.pathname === "/healthz") answer(response, 200, { status: "ok" });
  else if (url.pathname === "/wait") wait(url.searchParams.get("ms") ?? "50", response);
  else answer(response, 404, { error: `expected /wait or /healthz, got ${url.pathname}` });
});

function wait(text: string, response: ServerResponse): void {
  const waitMs = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(waitMs <= longestWaitMs)) {
    answer(response, 400, { error: `ms: expected an integer from 0 to ${longestWaitMs}` });
    return;
  }
  setTimeout(() => answer(response, 200, { waitedMs: waitMs }), waitMs);
}

function answer(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

server.on("error", (error) => {
  process.stderr.write(`upstream: ${error.message}\n`);
  process.exit(1);
});
process.on("SIGTERM", () => process.exit(0));
const { HOST = "127.0.0.1", PORT, UP_LINE } = process.env;
server.listen({ port: Number(PORT), host: HOST, backlog: 8191 }, () => {
  if (UP_LINE !== undefined) process.stdout.write(`${UP_LINE}\n`);
});
