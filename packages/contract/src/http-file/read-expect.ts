import { fieldsOf } from "../custom/json-fields.ts";
import type { AskedRequest } from "./asked-request.ts";
import { mistake, type HttpText, type Line } from "./http-text.ts";

type Wanted = AskedRequest["wanted"];

const forms =
  '"status 201", "header content-type text/html", "json {…}", "matches /…/" or "body-file name"';

/** What one `# @expect` says of right answers. Throws UsageError for what it cannot say. */
export function readExpect(source: HttpText, line: Line, so: Wanted): Wanted {
  const [, kind, rest = ""] = /^(\S+)\s*(.*)$/.exec(line.text) ?? [];
  switch (kind) {
    case "status":
      if (!/^[1-5]\d\d$/.test(rest)) throw mistake(source, line, "a status such as 201", rest);
      return { status: once(source, line, so.status, Number(rest)) };
    case "header":
      return readHeader(source, line, rest, so);
    case "json":
      return { fields: [...(so.fields ?? []), ...fieldsOf(readJson(source, line, rest))] };
    case "matches":
      return { matches: once(source, line, so.matches, readPattern(source, line, rest)) };
    case "body-file": {
      const bytes = Buffer.from(readNamed(source, line, rest), "utf8");
      const body = once(source, line, so.body, bytes.toString("latin1"));
      return { body, bodyBytes: bytes.length };
    }
    default:
      throw mistake(source, line, forms, `"${line.text}"`);
  }
}

/** Of what can be said but once. Throws UsageError for a second. */
function once<Said>(source: HttpText, line: Line, before: Said | undefined, said: Said): Said {
  if (before === undefined) return said;
  throw mistake(source, line, "such an @expect once in a request", "a second");
}

/** The text of a file that a line names. Throws UsageError. */
export function readNamed(source: HttpText, line: Line, name: string): string {
  try {
    return source.read(name);
  } catch (cause) {
    throw mistake(source, line, `a file that can be read, ${name}`, (cause as Error).message);
  }
}

function readHeader(source: HttpText, line: Line, rest: string, so: Wanted): Wanted {
  const [, name, value] = /^([\w-]+):?\s+(.+)$/.exec(rest) ?? [];
  if (value === undefined) throw mistake(source, line, "a header's name and value", `"${rest}"`);
  const key = name!.toLowerCase();
  // A media type alone leaves its parameters open.
  return key === "content-type" && !value.includes(";")
    ? { contentType: value.toLowerCase() }
    : { headers: { ...so.headers, [key]: value } };
}

function readJson(source: HttpText, line: Line, rest: string): unknown {
  try {
    return JSON.parse(rest);
  } catch (cause) {
    throw mistake(source, line, "JSON on one line", (cause as Error).message);
  }
}

function readPattern(source: HttpText, line: Line, rest: string): NonNullable<Wanted["matches"]> {
  const [, pattern, flags = ""] = /^\/(.+)\/([imsu]*)$/.exec(rest) ?? [];
  if (pattern === undefined) throw mistake(source, line, "a pattern such as /ok/i", `"${rest}"`);
  try {
    void new RegExp(pattern, flags);
  } catch (cause) {
    throw mistake(source, line, "a regular expression", (cause as Error).message);
  }
  return { pattern, flags };
}
