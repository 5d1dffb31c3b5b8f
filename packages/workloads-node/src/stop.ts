import { Server } from "node:http";
import type { Served } from "./served.ts";

/** How long requests under way may take once the server shall stop, ms. */
const graceMs = 1000;

/** Calls `stop` at the first SIGTERM or SIGINT. */
export function onStop(stop: () => void): void {
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (!stopping) stop();
      stopping = true;
    });
  }
}

/** Takes no more connections, drops idle ones, and resolves when the requests under way are answered or late. */
export async function drain(server: Served): Promise<void> {
  const closed = server instanceof Server ? closeNode(server) : server.close();
  const late = new Promise((resolve) => setTimeout(resolve, graceMs));
  await Promise.race([closed, late]);
}

/** Without it a server waits for connections that are idle. */
export async function closeNode(server: Server): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), 10);
  await new Promise((resolve) => server.close(resolve));
  clearInterval(sweep);
}
