import type { LoadRequest } from "@stackbench/model";
import type { AskedRequest } from "./asked-request.ts";
import type { HttpText } from "./http-text.ts";
import { withRest } from "./read-http-file.ts";
import { Variables } from "./variables.ts";

/** A request as somebody types it, without a file. */
export interface TypedRequest extends Pick<LoadRequest, "method" | "path"> {
  /** `Name: value`. */
  headers: readonly string[];
  /** Text, with what may be another in each request (`{{$uuid}}`); or the name of a file that is sent as it is. */
  body?: { text: string } | { file: string };
}

/** What stands in a file of requests, put together of its parts. Throws UsageError with the option that is wrong. */
export function composeRequest(
  { method, path, headers, body }: TypedRequest,
  world: Pick<HttpText, "read" | "nowMs" | "uuid">,
): AskedRequest {
  const source: HttpText = { ...world, file: "", text: "" };
  const lineOf = (where: string, text: string) => ({ number: 1, where, text });
  const variables = new Variables(source, new Map());
  const raw = {
    headers: headers.map((text) => lineOf("--header", text)),
    body:
      body === undefined
        ? []
        : "file" in body
          ? [lineOf("--body-file", `< ${body.file}`)]
          : [lineOf("--body", body.text)],
    expects: [],
  };
  const filled = variables.fill(lineOf("--path", path));
  return withRest(source, { method, path: filled }, raw, variables);
}
