import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { readHttpFile, type AskedRequest } from "@stackbench/contract";
import { requestPath, UsageError } from "@stackbench/model";
import { workingDirectory } from "@stackbench/session";

/** What is asked for of servers that need not speak the contract: a path, or a request of a file (`--http`). */
export type Asked = { path: string | undefined } | { http: string };

/** The request itself. Throws UsageError for a path that is none, and for what is wrong with a file. */
export function askedRequest(asked: Asked): AskedRequest {
  if ("http" in asked) return requestOfFile(asked.http);
  const { path } = asked;
  if (path === undefined || !requestPath.test(path)) throw wrongPath(path);
  return { method: "GET", path, headers: {}, body: "", wanted: {} };
}

/** Of what `--path` says, and is none. */
export function wrongPath(path: string | undefined): UsageError {
  const got = path === undefined ? "nothing" : `"${path}"`;
  return new UsageError(
    `--path: expected a path from its slash on, percent-encoded, such as /x?y=1; got ${got}`,
  );
}

/** `requests.http`, or `requests.http#name` where it holds several. */
function requestOfFile(given: string): AskedRequest {
  const [, file = given, name] = /^(.+)#([^#/]+)$/.exec(given) ?? [];
  const written = readHttpFile({
    file,
    text: readText(file),
    read: (named) => readFileSync(resolve(workingDirectory, dirname(file), named), "utf8"),
    nowMs: Date.now(),
    uuid: randomUUID(),
  });
  const found = name === undefined ? written : written.filter((one) => one.name === name);
  if (found.length === 1) return found[0]!.request;
  const all = written.map((one) => one.name ?? `line ${one.line}`).join(", ") || "none";
  throw new UsageError(
    name === undefined
      ? `--http=${given}: expected one request, or the name of one (--http=${file}#name), got ${written.length}: ${all}`
      : `--http=${given}: expected one request named "${name}", got ${found.length} of: ${all}`,
  );
}

function readText(file: string): string {
  try {
    return readFileSync(resolve(workingDirectory, file), "utf8");
  } catch (cause) {
    throw new UsageError(
      `--http: expected a file of requests, got ${file}: ${(cause as Error).message}`,
      { cause },
    );
  }
}
