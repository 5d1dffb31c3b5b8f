import type { ListeningSocket, Sockets, UnixSocket } from "@stackbench/host";

/** Where a part of an app was told to listen: on the socket where there is one, else on the loopback's port. */
export interface Place {
  port: number;
  socketPath?: string;
}

export type Stray = Pick<ListeningSocket, "address" | "port"> | Pick<UnixSocket, "path">;

/** They take connections to 127.0.0.1. */
const reachable: ReadonlySet<string> = new Set(["127.0.0.1", "0.0.0.0"]);
/** What pm2 listens on for its own commands, long before the app that it starts listens anywhere. */
const ofManager = /(^|[/.-])pm2\/(rpc|pub)\.sock$/;
const shownStrays = 3;

/**
 * The sockets of an app that is not ready; none where it listens at one of its places. `isRefused`: connections to them
 * are, so that one of `::` there is for IPv6 alone.
 */
export function straysAmong(
  { tcp, unix }: Sockets,
  places: readonly Place[],
  isRefused: boolean,
): Stray[] {
  const takesThem = (address: string) => reachable.has(address) || (address === "::" && !isRefused);
  const isThere = places.some(({ port, socketPath }) =>
    socketPath === undefined
      ? tcp.some((socket) => socket.port === port && takesThem(socket.address))
      : unix.some(({ path }) => path === socketPath),
  );
  if (isThere) return [];
  const byAddress = new Map<string, Stray>();
  for (const { address, port } of tcp) byAddress.set(`${address} ${port}`, { address, port });
  const ofApp = unix.filter(({ path }) => !ofManager.test(path));
  // Servers have unix sockets beside their port for other ends.
  if (tcp.length === 0) for (const { path } of ofApp) byAddress.set(path, { path });
  return [...byAddress.values()];
}

/** "listens on 18121, not on $PORT (8000)"; undefined without any. */
export function describeStrays(
  strays: readonly Stray[],
  [place]: readonly Place[],
): string | undefined {
  if (strays.length === 0 || place === undefined) return undefined;
  const byPort = strays.every(
    (stray) =>
      "path" in stray ||
      ((place.socketPath !== undefined || stray.port !== place.port) &&
        (reachable.has(stray.address) || stray.address === "::")),
  );
  const shown = strays.slice(0, shownStrays).map((stray) => {
    if ("path" in stray) return `the unix socket ${stray.path}`;
    if (byPort) return `${stray.port}`;
    const { address, port } = stray;
    return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
  });
  const more = strays.length > shownStrays ? ` and ${strays.length - shownStrays} more` : "";
  const { port, socketPath } = place;
  const wanted =
    socketPath !== undefined
      ? `$SOCKET_PATH (${socketPath})`
      : byPort
        ? `$PORT (${port})`
        : `$HOST:$PORT (127.0.0.1:${port})`;
  return `listens on ${[...new Set(shown)].join(", ")}${more}, not on ${wanted}`;
}
