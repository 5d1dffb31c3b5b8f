import { setTimeout as pause } from "node:timers/promises";
import { hashSortBody, lookupHits, reportBody, tableMarkup } from "../answers/index.ts";
import { endpoints } from "../endpoints/index.ts";
import type { Flaw } from "./flaw.ts";

/** An answer before it is written. */
export interface Reply {
  status: number;
  contentType?: string;
  headers?: Record<string, string>;
  body: string;
}

/** Bad input: becomes 400. */
export class Refused extends Error {
  override readonly name = "Refused";
}

const keptChecksums = new Map<number, string>();
let lastSeed = 0;

/** The workloads without a database. */
export async function computedReply(
  path: string,
  query: URLSearchParams,
  flaw: Flaw | undefined,
): Promise<Reply | undefined> {
  const integer = (name: string) => readInteger(path, name, query, flaw);
  switch (path) {
    case "/hello":
      return {
        status: 200,
        contentType: flaw === "hello-as-html" ? "text/html" : "text/plain; charset=utf-8",
        body: `Hello, world!${flaw === "hello-with-line-feed" ? "\n" : ""}`,
      };
    case "/hash-sort":
      return json(await hashSort(integer("loopCount"), integer("seed"), flaw), flaw);
    case "/lookup": {
      const seed = integer("seed");
      const hits = lookupHits(seed) + (flaw === "lookup-off-by-one" ? 1 : 0);
      return json(JSON.stringify({ seed, hits }), flaw);
    }
    case "/report":
      return json(reportBody(flaw === "report-of-other-size" ? 3 : integer("mb")), flaw);
    case "/upstream": {
      const waitedMs = integer("ms");
      if (flaw !== "upstream-not-awaited") await pause(waitedMs);
      return json(JSON.stringify({ waitedMs }), flaw);
    }
    case "/render-name":
      return html(`<p>\n  Hello, ${escaped(query.get("name") ?? "", flaw)}!\n</p>\n`);
    case "/render-table":
      return html(table(flaw));
    default:
      return undefined;
  }
}

export function json(body: string, flaw: Flaw | undefined, status = 200): Reply {
  const contentType = flaw === "json-as-text" ? "text/plain" : "application/json; charset=utf-8";
  return { status, contentType, body };
}

/** Reads an integer as the contract's endpoint of this path declares it. Throws Refused. */
export function readInteger(
  path: string,
  name: string,
  query: URLSearchParams,
  flaw: Flaw | undefined,
): number {
  const parameter = endpoints
    .filter((endpoint) => endpoint.method === "GET" && endpoint.path === path)
    .flatMap((endpoint) => endpoint.query)
    .find((candidate) => candidate.name === name);
  if (parameter?.kind !== "integer") throw new Error(`${path} has no integer ${name}`);
  const text = query.get(name);
  if (text === null) return parameter.default;
  const value = flaw === "trailing-characters-taken" ? Number.parseInt(text, 10) : Number(text);
  const inRange = value >= parameter.minimum && value <= parameter.maximum;
  if (flaw === "range-unchecked" && Number.isInteger(value)) return Math.min(Math.abs(value), 3);
  if (Number.isInteger(value) && inRange) return value;
  throw new Refused(`${name}: expected a whole number in range, got ${text}`);
}

async function hashSort(loopCount: number, seed: number, flaw: Flaw | undefined): Promise<string> {
  const input = { loopCount, seed };
  if (flaw === "seed-shared-between-requests") {
    lastSeed = seed;
    await pause(20);
    return hashSortBody({ loopCount, seed: lastSeed });
  }
  const body = hashSortBody(input);
  const { checksum } = JSON.parse(body) as { checksum: string };
  if (flaw === "wrong-checksum") return hashSortBody(input, checksum.replaceAll("a", "b"));
  if (flaw === "keys-in-other-order") return JSON.stringify({ seed, loopCount, checksum });
  if (flaw === "blanks-in-json") return body.replaceAll(":", ": ");
  if (flaw !== "cached-checksum") return body;
  if (!keptChecksums.has(loopCount)) keptChecksums.set(loopCount, checksum);
  return hashSortBody(input, keptChecksums.get(loopCount));
}

function html(body: string): Reply {
  return { status: 200, contentType: "text/html; charset=utf-8", body };
}

function escaped(name: string, flaw: Flaw | undefined): string {
  if (flaw === "name-unescaped") return name;
  const text = name.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  if (flaw === "quotes-unescaped") return text;
  return text.replaceAll('"', "&#34;").replaceAll("'", "&#x27;");
}

function table(flaw: Flaw | undefined): string {
  const markup = tableMarkup().replaceAll("<tr>", "\n  <tr>\n    ");
  if (flaw === "row-missing") return markup.replace(/<tr>.*?<\/tr>/s, "");
  return flaw === "rows-and-columns-swapped" ? markup.replaceAll(/(\d),(\d)/g, "$2,$1") : markup;
}
