import { loadRequestSchema, type LoadRequest } from "@stackbench/model";
import type { AskedRequest } from "./asked-request.ts";
import { mistake, type HttpText, type Line } from "./http-text.ts";
import { readExpect, readNamed } from "./read-expect.ts";
import { splitRequests, type RawRequest } from "./split-requests.ts";
import { Variables } from "./variables.ts";

/** A request of a file, what it is called there, and how often it is to be asked among the others. */
export interface WrittenRequest {
  name?: string;
  weight?: number;
  /** Of its first line. */
  line: number;
  request: AskedRequest;
}

const methods: readonly string[] = loadRequestSchema.shape.method.options;

/** What a generator says of its connections and bodies itself, and why it may not stand in the file. */
const ownHeaders: ReadonlyMap<string, string> = new Map([
  ["content-length", "it is counted"],
  ["transfer-encoding", "bodies are sent whole"],
  ["connection", "--no-keep-alive closes each"],
  ["expect", "bodies are sent at once"],
]);

/** `< name` and `<@ name`; JetBrains and VS Code also know `<@latin1 name`. */
const fileLine = /^<(@[\w-]*)?\s+(\S.*?)\s*$/;
const requestLine = new RegExp(
  `^(?:${methods.join("|")})\\s+(?:/|https?://|\\{\\{)\\S*(?:\\s+HTTP/[\\d.]+)?\\s*$`,
);

/**
 * The requests of a file in the form that the REST Client of VS Code and the HTTP Client of JetBrains read. Of a full URL
 * only path and query are taken: who is asked is said elsewhere. Throws UsageError with file and line.
 */
export function readHttpFile(source: HttpText): WrittenRequest[] {
  const { requests, variables } = splitRequests(source.text);
  return requests.map((raw) => ({
    ...(raw.name !== undefined && { name: raw.name }),
    ...(raw.weight && { weight: readWeight(source, raw.weight) }),
    line: raw.start.number,
    request: readRequest(source, raw, new Variables(source, variables)),
  }));
}

function readRequest(source: HttpText, raw: RawRequest, variables: Variables): AskedRequest {
  const { method, target } = readStart(source, raw.start);
  const path = readPath(source, raw.start, variables.fill({ ...raw.start, text: target }));
  return withRest(source, { method, path }, raw, variables);
}

/** A request whose path is known, its headers, its body and what to expect read. Throws UsageError. */
export function withRest(
  source: HttpText,
  { method, path }: Pick<LoadRequest, "method" | "path">,
  raw: Pick<RawRequest, "headers" | "body" | "expects">,
  variables: Variables,
): AskedRequest {
  const headers: Record<string, string> = {};
  for (const line of raw.headers) {
    const [name, value] = readHeader(source, line);
    if (Object.keys(headers).some((other) => other.toLowerCase() === name.toLowerCase())) {
      throw mistake(source, line, `each header once`, `${name} twice`);
    }
    headers[name] = variables.fill({ ...line, text: value });
    if (variables.hasRandom(headers[name])) {
      throw mistake(source, line, "random values in path and body only", `one in ${name}`);
    }
  }
  const body = readBody(source, raw.body, variables, headers);
  const wanted: AskedRequest["wanted"] = {};
  for (const line of raw.expects) Object.assign(wanted, readExpect(source, line, wanted));
  const { numbers } = variables;
  variables.refuseLiteral();
  return {
    method,
    path: variables.finish(path),
    headers,
    body: variables.finish(body),
    ...(numbers && { numbers }),
    wanted,
  };
}

function readWeight(source: HttpText, line: Line): number {
  const weight = Number(line.text);
  if (/^\d+$/.test(line.text) && Number.isSafeInteger(weight) && weight > 0) return weight;
  throw mistake(source, line, "a weight, a whole number above 0 such as 7", `"${line.text}"`);
}

function readStart(
  source: HttpText,
  line: Line,
): { method: LoadRequest["method"]; target: string } {
  const text = line.text.replace(/\s+HTTP\/[\d.]+$/, "");
  const [, method = "GET", target = text] = /^([A-Z]+)\s+(.+)$/.exec(text) ?? [];
  if (/^<\s*\{%/.test(text)) throw mistake(source, line, "a request", "a script, which is not run");
  if (!methods.includes(method)) {
    throw mistake(source, line, `${methods.join(", ")} and a path or URL`, `"${line.text}"`);
  }
  return { method: method as LoadRequest["method"], target };
}

/** Percent-encoded as a client would. */
function readPath(source: HttpText, line: Line, target: string): string {
  const isPath = target.startsWith("/") && !target.startsWith("//");
  const url = /^https?:\/\//.test(target) || isPath ? URL.parse(target, "http://app") : null;
  if (url === null) {
    throw mistake(source, line, "a path or URL such as /x?y=1", `"${target}"`);
  }
  return url.pathname + url.search;
}

function readHeader(source: HttpText, line: Line): [name: string, value: string] {
  const [, name, value] = /^([!#$%&'*+.^`|~\w-]+)\s*:\s*(.*?)\s*$/.exec(line.text) ?? [];
  if (name === undefined) {
    const expected = `a header such as "Accept: text/html", or an empty line before the body`;
    throw mistake(source, line, expected, `"${line.text}"`);
  }
  const why = ownHeaders.get(name.toLowerCase());
  if (why !== undefined) throw mistake(source, line, `no ${name} (${why})`, `"${line.text}"`);
  return [name, value!];
}

/** Lines as they stand, or the file that `< name` names; in a form of several parts, each may be a file. */
function readBody(
  source: HttpText,
  lines: readonly Line[],
  variables: Variables,
  headers: Readonly<Record<string, string>>,
): string {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1];
  const isForm = type?.startsWith("application/x-www-form-urlencoded") === true;
  const isOfParts = type?.startsWith("multipart/") === true;
  const [first, second] = lines;
  if (first && second && !isOfParts && fileLine.test(first.text)) {
    throw mistake(source, second, "nothing behind a body's file", "more");
  }
  const next = type === undefined ? lines.find(({ text }) => requestLine.test(text)) : undefined;
  if (next) throw mistake(source, next, `"###" between two requests`, `"${next.text}" in a body`);
  const texts = lines.map((line, index) =>
    index === 0 || isOfParts ? fileOr(source, line, variables) : variables.fill(line),
  );
  // Parts of a form end with both; fields of one may stand on lines of their own.
  const body = texts.join(isOfParts ? "\r\n" : "\n");
  return isForm ? body.replaceAll(/\s*\n\s*&/g, "&") : body;
}

/** The text of the file that a line names (`<@ name`: with variables in it), or the line itself. Throws UsageError. */
function fileOr(source: HttpText, line: Line, variables: Variables): string {
  const [, how = "", name] = fileLine.exec(line.text) ?? [];
  if (name === undefined) return variables.fill(line);
  if (how.length > 1)
    throw mistake(source, line, "a file of UTF-8 text: <@ name", `"${line.text}"`);
  const file = { ...line, text: readNamed(source, line, name) };
  return how === "" ? variables.keep(file) : variables.fill(file);
}
