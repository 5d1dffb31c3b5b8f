import { statSync } from "node:fs";
import { connectedTo, tryConnection, tryHttp2 } from "@stackbench/http1";
import { transportOf, UsageError, type Reached } from "@stackbench/model";
import type { ServerAddress } from "@stackbench/session";
import { say } from "@stackbench/terminal";
import type { FoundAddress } from "./find-address.ts";

/** How long a server is given to take a connection. */
export const patienceMs = 5000;

/** A server that took a connection where it is asked from now on. */
export interface ReachedServer extends ServerAddress {
  isHere: boolean;
  reached: Reached;
}

/**
 * Connects to one place of the server after the other, as clients do, and takes the first that answers. Throws UsageError
 * with what became of each where none does, and where it shall speak HTTP/2 and does not.
 */
export async function reachServer(
  { places, isHere }: FoundAddress,
  overHttp2 = false,
): Promise<ReachedServer> {
  const [{ url, socketPath }] = places;
  if (socketPath !== undefined) expectSocket(socketPath);
  const refusals: string[] = [];
  for (const place of places) {
    const tried = await tryConnection(place, patienceMs);
    if ("refusal" in tried) {
      const where = places.length > 1 || place.address !== undefined ? connectedTo(place) : "";
      refusals.push(where === "" ? tried.refusal : `${where}: ${tried.refusal}`);
      continue;
    }
    const reached: Reached = {
      transport: transportOf(place),
      at: connectedTo(place),
      ...(places.length > 1 && { addresses: places.map(connectedTo) }),
      ...(tried.tls && {
        tls: { ...tried.tls, certificate: place.tls?.verify === false ? "taken" : "verified" },
      }),
    };
    const line = describeReached(url, reached, refusals);
    if (line !== undefined) say(line);
    if (!overHttp2) return { ...place, isHere, reached };
    const spoken = await tryHttp2(place, patienceMs);
    if ("http2" in spoken) return { ...place, http2: spoken.http2, isHere, reached };
    throw new UsageError(
      `--url: expected a server that speaks HTTP/2 too at ${url}, got: ${spoken.refusal}; use --generator=stackbench, which speaks HTTP/1.1`,
    );
  }
  throw new UsageError(
    `--url: expected a server that runs at ${url}, got: ${refusals.join("; ")}${hintFor(places[0])}`,
  );
}

/** Undefined where the URL says it all. */
function describeReached(
  url: string,
  { at, addresses, tls }: Reached,
  refusals: readonly string[],
): string | undefined {
  const refused = refusals.length > 0 ? `, for ${refusals.join("; ")}` : "";
  const parts = [
    ...(addresses ? [`is asked at ${at}, of its addresses ${addresses.join(", ")}${refused}`] : []),
    ...(tls
      ? [
          `speaks ${tls.protocol} with ${tls.cipher}, and its certificate was ${tls.certificate === "taken" ? "not looked at (--insecure)" : "verified"}`,
        ]
      : []),
  ];
  return parts.length > 0 ? `${url} ${parts.join("; ")}` : undefined;
}

/** Throws UsageError where nothing of the kind is there. An abstract one is nowhere to be seen. */
function expectSocket(path: string): void {
  if (path.startsWith("\0")) return;
  const wrong = (got: string, cause?: unknown) =>
    new UsageError(
      `--url=unix:${path}: expected the unix socket of a server that runs, got ${got}`,
      { cause },
    );
  let found;
  try {
    found = statSync(path);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw wrong(code === "ENOENT" ? "nothing at that path" : message, cause);
  }
  if (!found.isSocket()) throw wrong(found.isDirectory() ? "a folder" : "a file that is no socket");
}

function hintFor({ socketPath }: ServerAddress): string {
  if (socketPath === undefined) return "";
  return " (refused: a server that ended left it behind; not allowed: run as its user or group, or have the server open its mode)";
}
