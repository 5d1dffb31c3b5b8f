import { existsSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "@stackbench/model";
import type { ReadApp } from "@stackbench/session";
import { say } from "@stackbench/terminal";
import { askedRequests, titleOf, type AskedPart } from "./asked-requests.ts";
import type { AskedOfApp } from "./read-asked-of-app.ts";

/** What is asked of the app in a folder, or of an image without one. Throws UsageError for what is wrong with a file of requests. */
export async function requestsOfApp(
  { directory, path, asked, only }: AskedOfApp & { directory: string | undefined },
  { app }: ReadApp,
): Promise<AskedPart[]> {
  const own = path ?? app.path;
  if (asked) {
    if (asked.from !== "options") return await askedRequests(asked);
    return await askedRequests({ ...asked, request: { ...asked.request, path: own } });
  }
  const file = directory === undefined ? "requests.http" : join(directory, "requests.http");
  // A path that was typed goes before what the folder says.
  if (path === undefined && directory !== undefined && existsSync(file)) {
    const parts = await askedRequests({ from: "http", file, only });
    const told = parts.map(({ request }) => titleOf(request)).join(", ");
    say(`asks ${told}, as its requests.http says`);
    return parts;
  }
  if (only.length > 0) {
    throw new UsageError(`--only: expected --http=, --openapi= or ${file} with it, found none`);
  }
  const request = { method: "GET" as const, path: own, headers: [] };
  return await askedRequests({ from: "options", request });
}
