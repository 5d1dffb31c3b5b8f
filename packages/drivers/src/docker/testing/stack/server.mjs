// A server that behaves as $BEHAVIOUR says: well, exit, never, or well until asked to eat memory.
import { fork } from "node:child_process";
import { chmodSync, rmSync } from "node:fs";
import { createServer } from "node:http";

const { BEHAVIOUR, HOST, PORT, SOCKET_PATH } = process.env;

function eat() {
  const kept = [];
  for (;;) kept.push(Buffer.alloc(16 * 1024 ** 2, 1));
}

if (process.argv[2] === "eat") eat();
if (BEHAVIOUR === "exit") {
  console.error("no licence found");
  process.exit(3);
}
const server = createServer((request, response) => {
  if (request.url === "/eat") eat();
  if (request.url === "/eat-in-worker") fork(import.meta.filename, ["eat"]);
  if (request.url === "/environment") {
    response.end(JSON.stringify(process.env));
    return;
  }
  response.statusCode = BEHAVIOUR === "never" ? 503 : 200;
  response.end("ok");
});
if (SOCKET_PATH) {
  rmSync(SOCKET_PATH, { force: true });
  server.listen(SOCKET_PATH, () => chmodSync(SOCKET_PATH, 0o666));
} else {
  server.listen(Number(PORT), HOST);
}
