import type { Command } from "@stackbench/terminal";

/** Options about what is asked of an app that need not speak the contract, beside its path. */
export const requestOptions = {
  http: {
    value: "file",
    help: "the requests of a file such as requests.http, in the form of the REST Client of VS Code: any method, headers and body; several are mixed by their weights (# @weight 7); requests.http#name for one of them (docs/requests-http.md)",
  },
  openapi: {
    value: "place",
    help: "file or URL of an OpenAPI document, JSON or YAML: its GETs that need no parameter, mixed",
  },
  only: {
    value: "names",
    help: "of several requests those of these names or paths, comma-separated",
  },
  method: {
    value: "name",
    help: "how the path is asked for: GET, POST, PUT, PATCH, DELETE or OPTIONS (default: GET, with a body POST)",
  },
  header: {
    value: "line",
    help: "a header such as 'Accept: text/html'; may be given several times",
  },
  body: {
    value: "text",
    help: "what is sent with it; {{$uuid}} and {{$randomInt 1 1000}} are others in each request",
  },
  "body-file": { value: "file", help: "the same of a file, sent as it is" },
} satisfies Command["options"];

/** The same of an app that is brought up, its path and what is right of its answers. */
export const appRequestOptions = {
  path: {
    value: "path",
    help: "what to ask for; what is right is learnt from 20 answers",
    default: "/, or as stackbench.json says",
  },
  ...requestOptions,
  http: {
    ...requestOptions.http,
    default: "the folder's requests.http where there is one, and nothing else is said",
  },
  "any-length": { help: "bodies may differ in length, though they did not in the 20 answers" },
  follow: { help: "where the path answers with a redirect, ask where it leads" },
  "no-follow": { help: "measure the redirect itself" },
} satisfies Command["options"];
