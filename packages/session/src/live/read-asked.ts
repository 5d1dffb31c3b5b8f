import type { IncomingHttpHeaders } from "node:http";

/** What a browser asks for. */
export type Asked =
  | { kind: "page" }
  /** To be told when there is a later one. */
  | { kind: "next"; after: number }
  | { kind: "refused"; status: number; message: string };

/** This machine by the names that no other site can have: what calls it otherwise was led here by a name of its own (DNS rebinding). */
const ownNames = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** Two addresses and no more. A port is not looked at: through a tunnel it is another one. */
export function readAsked(
  method: string | undefined,
  url: string | undefined,
  headers: Pick<IncomingHttpHeaders, "host"> & { "sec-fetch-site"?: string | string[] | undefined },
): Asked {
  if (!ownNames.test(headers.host ?? "")) return refused(421, "this is no page of that host");
  const from = headers["sec-fetch-site"] ?? "none";
  if (from !== "none" && from !== "same-origin") return refused(403, "asked by another site");
  if (method !== "GET") return refused(405, "expected GET");
  if (url === "/") return { kind: "page" };
  const after = /^\/next\?after=(\d{1,9})$/.exec(url ?? "");
  return after ? { kind: "next", after: Number(after[1]) } : refused(404, "no such page");
}

function refused(status: number, message: string): Asked {
  return { kind: "refused", status, message };
}
