// Serves hello, and fails the way its argument says.
import { createServer } from "node:http";

const fault = process.argv[2] ?? "none";
const address = process.env.SOCKET_PATH ?? {
  host: process.env.HOST,
  port: Number(process.env.PORT),
};
const kept = [];
let served = 0;

function answer(request, response) {
  if (request.url === "/healthz") {
    response.writeHead(fault === "never-ready" ? 503 : 200).end();
    return;
  }
  if (request.url !== "/hello" || request.method !== "GET") {
    response.writeHead(404).end();
    return;
  }
  served++;
  // The verifier asks a few times only: what happens later happens under load.
  if (served > 200 && fault === "exits-under-load") process.exit(3);
  if (served > 200 && fault === "out-of-memory") kept.push(Buffer.alloc(2 ** 20, 1));
  response.writeHead(200, { "content-type": "text/plain" });
  response.end(fault === "wrong-answer" ? "Hello, wurld!" : "Hello, world!");
}

if (fault === "exits-at-start") {
  console.error("no licence found");
  process.exit(7);
}
createServer(answer).listen(address, () => {
  // The second server finds the first one's port or socket taken.
  if (fault === "port-taken" || fault === "socket-taken") createServer(answer).listen(address);
});
process.on("SIGTERM", () => process.exit(0));
