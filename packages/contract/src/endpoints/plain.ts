import { workloadParameters } from "@stackbench/model";
import { tableMarkup } from "../answers/render.ts";
import type { Endpoint } from "./endpoint.ts";
import { badInput, jsonAnswer, objectSchema } from "./schemas.ts";

export const greeting = "Hello, world!";

export const hello: Endpoint = {
  id: "hello",
  workload: "hello",
  method: "GET",
  path: "/hello",
  summary: "A fixed greeting",
  query: [],
  answers: [
    {
      status: 200,
      description: "The greeting, byte for byte.",
      contentType: "text/plain",
      schema: { type: "string", const: greeting },
      example: greeting,
    },
  ],
};

export const renderName: Endpoint = {
  id: "renderName",
  workload: "render-name",
  method: "GET",
  path: "/render-name",
  summary: "A greeting by the template engine",
  query: [{ kind: "text", name: "name", description: "Whom to greet; escaped in the answer." }],
  answers: [
    {
      status: 200,
      description: "White space aside `<p>Hello, X!</p>`, with <, >, & and quotes of X escaped.",
      contentType: "text/html",
      schema: { type: "string" },
      example: "<p>Hello, X!</p>",
    },
  ],
};

export const renderTable: Endpoint = {
  id: "renderTable",
  workload: "render-table",
  method: "GET",
  path: "/render-table",
  summary: "A table by the template engine",
  query: [],
  answers: [
    {
      status: 200,
      description: "White space aside 6 rows of 4 cells, `r,c` in row r, column c, both from 0.",
      contentType: "text/html",
      schema: { type: "string" },
      example: tableMarkup(),
    },
  ],
};

export const upstream: Endpoint = {
  id: "upstream",
  workload: "upstream",
  method: "GET",
  path: "/upstream",
  summary: "Wait for a slow upstream",
  description: "Calls the harness's slow upstream, which answers after `ms`, and waits for it.",
  query: [
    {
      kind: "integer",
      ...workloadParameters.upstream,
      description: "Milliseconds that the upstream waits.",
    },
  ],
  answers: [
    jsonAnswer(objectSchema({ waitedMs: { type: "integer" } }), { waitedMs: 50 }),
    badInput,
  ],
};

export const healthz: Endpoint = {
  id: "healthz",
  workload: "healthz",
  method: "GET",
  path: "/healthz",
  summary: "Whether it can serve",
  query: [],
  answers: [
    { status: 200, description: "It can serve, its database included.", contentType: null },
    { status: 503, description: "Not yet.", contentType: null },
  ],
};
