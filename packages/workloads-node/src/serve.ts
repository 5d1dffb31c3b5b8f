import cluster from "node:cluster";
import type { Server } from "node:http";
import { runPrimary } from "./cluster.ts";
import { connectEndpoints, type Endpoints } from "./endpoints.ts";
import { readEnvironment, type Environment } from "./environment.ts";
import { clearPlace, listen } from "./listen.ts";
import { drain, onStop } from "./stop.ts";

/** Routes to the endpoints in the framework's own way; the server does not listen yet. */
export type MakeServer = (endpoints: Endpoints) => Server | Promise<Server>;

/**
 * The whole life of a stack's process: one server, or with `WORKERS` over 1 a cluster of them, until SIGTERM
 * (exit status 0). What keeps it from serving goes to stderr in one line, exit status 1.
 */
export async function serve(makeServer: MakeServer): Promise<void> {
  try {
    const environment = readEnvironment(process.env);
    if (cluster.isPrimary) await clearPlace(environment.place);
    if (cluster.isPrimary && environment.workers > 1) runPrimary(environment.workers);
    else await runWorker(environment, makeServer);
  } catch (error) {
    console.error((error as Error).message);
    process.exit(1);
  }
}

async function runWorker(environment: Environment, makeServer: MakeServer): Promise<void> {
  const workerIndex = cluster.worker === undefined ? 0 : cluster.worker.id - 1;
  const endpoints = connectEndpoints(environment, workerIndex);
  const server = await makeServer(endpoints);
  onStop(() => {
    void drain(server)
      .then(() => endpoints.close())
      .finally(() => process.exit(0));
  });
  await listen(server, environment.place);
}
