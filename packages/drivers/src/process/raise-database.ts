import { HostError, type BringUpRequest } from "@stackbench/model";
import type { Services } from "./services.ts";
import type { SharedDatabase } from "./shared-database.ts";

let databaseCount = 0;

/** Makes a fresh database for a sitting, dropped with `scope`; returns its URL. Throws HostError. */
export async function raiseDatabase(
  database: SharedDatabase,
  request: BringUpRequest,
  scope: AsyncDisposableStack,
  services: Services,
): Promise<string> {
  const server = await database.server(request.cpus.database);
  request.signal.throwIfAborted();
  const name = `sitting_${++databaseCount}`;
  // A server that died has no databases left to drop.
  scope.defer(() => server.dropDatabase(name).catch(() => {}));
  services.adopt("database", server.process, server.log);
  try {
    return await server.createDatabase(name);
  } catch (cause) {
    throw new HostError(`PostgreSQL gave no fresh database: ${server.log.last(3).join(" | ")}`, {
      cause,
    });
  }
}
