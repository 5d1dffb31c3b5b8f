// A parent and two workers that share its listening socket: says the port, ends with its input.
import cluster from "node:cluster";
import { createServer } from "node:http";

if (cluster.isPrimary) {
  const workers = [cluster.fork(), cluster.fork()];
  cluster.once("listening", (_, { port }) => process.stdout.write(`${port}\n`));
  process.stdin.resume().once("end", () => {
    let left = workers.length;
    cluster.on("exit", () => --left === 0 && process.exit(0));
    for (const worker of workers) worker.process.kill();
  });
} else {
  createServer((_, response) => response.end("hi")).listen(0, "127.0.0.1");
}
