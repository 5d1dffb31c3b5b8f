import cluster from "node:cluster";
import { onStop } from "./stop.ts";

/** How long workers may take to stop, ms. */
const graceMs = 2000;

/**
 * Forks the workers and stays until all have ended. Exit status 0 after SIGTERM; 1 where a worker ends unasked:
 * none is started anew, because a cluster of fewer workers than the table says must not be measured.
 */
export function runPrimary(workers: number): void {
  let left = workers;
  let exitCode = 0;
  let stopping = false;

  function stop(): void {
    if (stopping) return;
    stopping = true;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill("SIGTERM");
    setTimeout(() => {
      for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill("SIGKILL");
    }, graceMs).unref();
  }

  cluster.on("exit", (worker, code: number | null, signal: string | null) => {
    left--;
    if (!stopping) {
      console.error(
        `worker ${worker.id} of ${workers} ended by itself: ${signal ?? `exit status ${code}`}`,
      );
      exitCode = 1;
      stop();
    }
    if (left === 0) process.exit(exitCode);
  });
  onStop(stop);
  for (let i = 0; i < workers; i++) cluster.fork();
}
