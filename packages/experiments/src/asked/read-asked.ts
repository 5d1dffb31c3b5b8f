import type { TypedRequest } from "@stackbench/contract";
import { loadRequestSchema, requestPath, UsageError } from "@stackbench/model";
import { readChoice, readList, type CommandInput } from "@stackbench/terminal";

/** What is asked of servers that need not speak the contract. */
export type Asked =
  /** One request, as typed. */
  | { from: "options"; request: TypedRequest }
  /** Those of a file; empty `only`: all of them. */
  | { from: "http"; file: string; only: readonly string[] }
  /** The GETs of a document, each with these headers. */
  | { from: "openapi"; place: string; headers: readonly string[]; only: readonly string[] };

const methods = loadRequestSchema.shape.method.options;

/** What says the request itself, so that no file can. */
const ofOne = ["path", "method", "body", "body-file"] as const;

/**
 * What the options say is asked for, of a server's `path` where they do not say it. Throws UsageError for what contradicts
 * itself, and for a path that is none.
 */
export function readAsked(values: CommandInput["values"], path: string | undefined): Asked {
  const { http, openapi, method, body, "body-file": bodyFile } = values;
  const headers = values["header"]?.split("\n") ?? [];
  if (http !== undefined) {
    refuseBeside(values, path, "http", ["openapi", ...ofOne, "header"]);
    const [, file = http, name] = /^(.+)#([^#/]+)$/.exec(http) ?? [];
    if (name !== undefined && values["only"] !== undefined) {
      throw new UsageError(`--only: expected no name behind --http= with it, got #${name}`);
    }
    return { from: "http", file, only: name === undefined ? readOnly(values) : [name] };
  }
  if (openapi !== undefined) {
    refuseBeside(values, path, "openapi", ofOne);
    return { from: "openapi", place: openapi, headers, only: readOnly(values) };
  }
  if (values["only"] !== undefined) {
    throw new UsageError("--only: expected --http= or --openapi= with it, got neither");
  }
  if (body !== undefined && bodyFile !== undefined) {
    throw new UsageError("--body: expected it or --body-file, got both");
  }
  if (path === undefined || !requestPath.test(path)) throw wrongPath(path);
  const usual = body === undefined && bodyFile === undefined ? "GET" : "POST";
  const request = {
    method: readChoice("method", method, methods, usual),
    path,
    headers,
    ...(body !== undefined && { body: { text: body } }),
    ...(bodyFile !== undefined && { body: { file: bodyFile } }),
  };
  return { from: "options", request };
}

/** Whether an option says what is asked for. */
export function saysAsked(values: CommandInput["values"]): boolean {
  return ["http", "openapi", "header", ...ofOne].some((name) => values[name] !== undefined);
}

/** `--only`, empty where it is not given. */
export function readOnly({ only }: CommandInput["values"]): readonly string[] {
  return only === undefined ? [] : readList(only);
}

/** Of what `--path` says, and is none. */
export function wrongPath(path: string | undefined): UsageError {
  const got = path === undefined ? "nothing" : `"${path}"`;
  return new UsageError(
    `--path: expected a path from its slash on, percent-encoded, such as /x?y=1; got ${got}`,
  );
}

function refuseBeside(
  values: CommandInput["values"],
  path: string | undefined,
  option: string,
  others: readonly string[],
): void {
  const given = { ...values, path };
  const other = others.find((name) => given[name as keyof typeof given] !== undefined);
  if (other === undefined) return;
  throw new UsageError(
    `--${option}: expected no ${other} with it, for the document says it, got ${given[other as keyof typeof given]}`,
  );
}
