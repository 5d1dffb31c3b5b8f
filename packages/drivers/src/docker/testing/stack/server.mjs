// A server that behaves as $BEHAVIOUR says: well, exit, never, elsewhere, or well until asked to eat memory or to end.
// With $AFFLICTED only where that is its port. With $PROCESS_GROUPS it is a server for each group.
import { fork } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { createServer } from "node:http";

const { AFFLICTED, HOST, PORT, PROCESS_GROUPS, SOCKET_PATH } = process.env;
const BEHAVIOUR = AFFLICTED && AFFLICTED !== PORT ? "" : process.env.BEHAVIOUR;

function eat() {
  const kept = [];
  for (;;) kept.push(Buffer.alloc(16 * 1024 ** 2, 1));
}

if (process.argv[2] === "eat") eat();
if (BEHAVIOUR === "exit") {
  console.error("no licence found");
  process.exit(3);
}

if (BEHAVIOUR === "exit well") process.exit(0);
if (BEHAVIOUR === "deaf") process.on("SIGTERM", () => {});
if (BEHAVIOUR === "bad end") process.on("SIGTERM", () => process.exit(5));
if (BEHAVIOUR === "good end") process.on("SIGTERM", () => process.exit(0));

let firstSlowAt;

function serve({ name, port, socketPath }) {
  console.log(`serving at ${socketPath ?? port}`);
  const answer = async (request, response) => {
    if (request.url === "/eat") eat();
    if (request.url === "/eat-in-worker") fork(import.meta.filename, ["eat"]);
    if (request.url === "/environment") {
      response.end(JSON.stringify(process.env));
      return;
    }
    if (request.url === "/first") {
      response.end(JSON.stringify(firstSlowAt ?? null));
      return;
    }
    if (request.url === "/slow") {
      firstSlowAt ??= Date.now();
      setTimeout(() => response.end(PORT), 20);
      return;
    }
    if (request.url === "/echo") {
      const { method, headers, rawHeaders, socket } = request;
      let body = "";
      for await (const chunk of request) body += chunk;
      // Numbered in the order of their first request.
      connections.set(socket, connections.get(socket) ?? connections.size);
      const connection = connections.get(socket);
      response.end(JSON.stringify({ method, headers, rawHeaders, body, connection }));
      return;
    }
    response.statusCode = BEHAVIOUR === "never" ? 503 : 200;
    response.end(name ?? "ok");
  };
  const server = createServer((request, response) => void answer(request, response));
  const connections = new Map();
  if (socketPath) {
    rmSync(socketPath, { force: true });
    server.listen(socketPath, () => chmodSync(socketPath, 0o666));
  } else {
    server.listen(BEHAVIOUR === "elsewhere" ? 18121 : Number(port), HOST);
  }
}

if (PROCESS_GROUPS) JSON.parse(PROCESS_GROUPS).forEach(serve);
else serve({ port: PORT, socketPath: SOCKET_PATH || undefined });
