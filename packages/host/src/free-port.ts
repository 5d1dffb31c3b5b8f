import { createServer } from "node:net";

/** Below the range from which the kernel takes ports for outgoing connections, so that no client sits on it later. */
const firstPort = 18_000;
const lastPort = 32_000;
const handedOut = new Set<number>();

/**
 * A TCP port of 127.0.0.1 on which nobody listens, for a program that takes a number only; never the same twice in one process. Throws where
 * there is none.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const port = firstPort + Math.floor(Math.random() * (lastPort - firstPort));
    if (handedOut.has(port) || !(await isFree(port))) continue;
    handedOut.add(port);
    return port;
  }
  throw new Error(
    `expected a TCP port of 127.0.0.1 between ${firstPort} and ${lastPort} that is free, found none`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
