import cluster from "node:cluster";
import { forkInCluster, forkOnSharedPort, runPrimary } from "./cluster.ts";
import { connectEndpoints, type Endpoints } from "./endpoints.ts";
import { readEnvironment, type Environment } from "./environment.ts";
import { clearPlace, listen } from "./listen.ts";
import type { Served } from "./served.ts";
import { drain, onStop } from "./stop.ts";

/** Routes to the endpoints in the framework's own way; the server does not listen yet. */
export type MakeServer = (endpoints: Endpoints) => Served | Promise<Served>;

/**
 * The whole life of a stack's process until SIGTERM (exit status 0): one server, or with `WORKERS` over 1 a cluster
 * of them (with `REUSE_PORT` each on the port itself), or one of the workers where a process manager has started them. What keeps it from serving goes to stderr
 * in one line, exit status 1.
 */
export async function serve(makeServer: MakeServer): Promise<void> {
  try {
    const environment = readEnvironment(process.env);
    const { place, workers, workerIndex } = environment;
    const alone = cluster.isPrimary && workerIndex === undefined;
    if (alone) await clearPlace(place);
    const sharesPort = "port" in place && place.reusePort;
    if (alone && workers > 1) runPrimary(workers, sharesPort ? forkOnSharedPort : forkInCluster);
    else {
      // Node's cluster does the same: no worker outlives its primary.
      if (sharesPort && !alone) process.once("disconnect", () => process.exit(1));
      await runWorker(environment, makeServer);
    }
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}

async function runWorker(environment: Environment, makeServer: MakeServer): Promise<void> {
  const forked = cluster.worker === undefined ? 0 : cluster.worker.id - 1;
  const endpoints = connectEndpoints(environment, environment.workerIndex ?? forked);
  const server = await makeServer(endpoints);
  onStop(() => {
    void drain(server)
      .then(() => endpoints.close())
      .finally(() => process.exit(0));
  });
  await listen(server, environment.place);
}
