import { fork, type ChildProcess } from "node:child_process";
import cluster from "node:cluster";
import { onStop } from "./stop.ts";

/** How long workers may take to stop, ms. */
const graceMs = 2000;

/** A worker of Node's cluster module, to which the primary hands its connections. */
export function forkInCluster(): ChildProcess {
  return cluster.fork().process;
}

/** A worker that listens by itself on the port that all share. */
export function forkOnSharedPort(index: number): ChildProcess {
  return fork(process.argv[1]!, { env: { ...process.env, NODE_APP_INSTANCE: String(index) } });
}

/**
 * Starts the workers and stays until all have ended. Exit status 0 after SIGTERM; 1 where a worker ends unasked:
 * none is started anew, because a cluster of fewer workers than the table says must not be measured.
 */
export function runPrimary(workers: number, startWorker: (index: number) => ChildProcess): void {
  const started: ChildProcess[] = [];
  let left = workers;
  let exitCode = 0;
  let stopping = false;

  function stop(): void {
    if (stopping) return;
    stopping = true;
    for (const worker of started) worker.kill("SIGTERM");
    setTimeout(() => {
      for (const worker of started) worker.kill("SIGKILL");
    }, graceMs).unref();
  }

  function onExit(index: number, code: number | null, signal: string | null): void {
    left--;
    if (!stopping) {
      const how = signal ?? `exit status ${code}`;
      console.error(`worker ${index + 1} of ${workers} ended by itself: ${how}`);
      exitCode = 1;
      stop();
    }
    if (left === 0) process.exit(exitCode);
  }

  onStop(stop);
  for (let index = 0; index < workers; index++) {
    const worker = startWorker(index);
    worker.once("exit", (code, signal) => onExit(index, code, signal));
    started.push(worker);
  }
}
