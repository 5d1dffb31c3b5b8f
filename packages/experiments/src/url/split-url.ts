import { UsageError } from "@stackbench/model";
import { parseUrl, splitUnixUrl } from "./read-url.ts";

/** A server's URL without the path that may stand behind it, and the path with its query; no path where there is only a slash. */
function splitUrl(text: string): { server: string; path?: string } {
  const unix = splitUnixUrl(text);
  if (unix) return unix;
  const url = parseUrl(text);
  if (url === null) return { server: text };
  const path = url.pathname + url.search;
  if (path === "/") return { server: text };
  url.pathname = "";
  url.search = "";
  return { server: url.href, path };
}

/**
 * The servers of `--url`, and what to ask them for: `--path`, or the path that stands behind each. Throws UsageError
 * for two paths: all servers are asked for the same.
 */
export function splitUrls(
  texts: readonly string[],
  given: string | undefined,
): { servers: string[]; path: string | undefined } {
  const parts = texts.map(splitUrl);
  const paths = [
    ...new Set([...parts.map(({ path }) => path), ...(given === undefined ? [] : [given])]),
  ];
  const path = paths.find((one) => one !== undefined);
  const isOne = paths.every((one) => one === path || (one === undefined && given !== undefined));
  if (!isOne) {
    const got = paths.map((one) => one ?? "none").join(" and ");
    throw new UsageError(
      `--url: expected one path for all servers, behind each URL or as --path, got ${got}`,
    );
  }
  return { servers: parts.map(({ server }) => server), path };
}
