import type { Server } from "node:http";

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
export async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  const sweep = setInterval(() => server.closeIdleConnections(), 10);
  const late = new Promise((resolve) => setTimeout(resolve, graceMs));
  await Promise.race([closed, late]);
  clearInterval(sweep);
}
