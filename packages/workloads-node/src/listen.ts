import { chmod, lstat, unlink } from "node:fs/promises";
import { once } from "node:events";
import { Server } from "node:http";
import { connect } from "node:net";
import type { ListenPlace } from "./environment.ts";
import type { Served } from "./served.ts";

/** Longer than the kernel lets it be by default: the limit is then the one that is tuned (`somaxconn`). */
const backlog = 65_535;

/** Listens; on a unix socket everyone may connect to. Rejects with where and why. */
export async function listen(server: Served, place: ListenPlace): Promise<void> {
  const where = "port" in place ? `${place.host}:${place.port}` : place.socketPath;
  try {
    if (server instanceof Server) await listenWithNode(server, place);
    else await server.listen(place, backlog);
    if ("socketPath" in place) await chmod(place.socketPath, 0o666);
  } catch (cause) {
    throw new Error(`cannot listen on ${where}: ${(cause as Error).message}`, { cause });
  }
}

/** The same by a server of Node's own. */
export async function listenWithNode(server: Server, place: ListenPlace): Promise<void> {
  // A proxy in front keeps its connections for a minute; it must be the one that closes them.
  server.keepAliveTimeout = 120_000;
  server.listen("port" in place ? { ...place, backlog } : { path: place.socketPath, backlog });
  await once(server, "listening");
}

/** Removes the socket file that a dead server left. Rejects where it is alive, or no socket. */
export async function clearPlace(place: ListenPlace): Promise<void> {
  if ("port" in place) return;
  const { socketPath } = place;
  const found = await lstat(socketPath).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isSocket()) {
    throw new Error(
      `cannot listen on ${socketPath}: expected a socket or nothing, got another file`,
    );
  }
  const socket = connect(socketPath);
  const alive = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  if (alive) throw new Error(`cannot listen on ${socketPath}: a running server has it`);
  await unlink(socketPath);
}
