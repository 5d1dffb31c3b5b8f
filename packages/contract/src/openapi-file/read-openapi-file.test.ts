import { expect, test } from "vitest";
import { readOpenapiFile } from "./read-openapi-file.ts";

const namesIn = async (text: string) =>
  (await readOpenapiFile("api.yaml", text)).map(({ name }) => name);

test("takes the GETs that need no parameter, wherever their parameters stand", async () => {
  expect(
    await namesIn(`
openapi: 3.1.0
servers: [{ url: "https://example.org/{version}/", variables: { version: { default: 2 } } }]
components:
  parameters:
    page: { name: page, in: query }
    a~1key: { name: X-Key, in: header, required: true }
paths:
  /items:
    get: { parameters: [{ $ref: "#/components/parameters/page" }] }
    post: {}
  /items/{id}: { get: {} }
  /keyed: { get: { parameters: [{ $ref: "#/components/parameters/a~01key" }] } }
  /for-all:
    parameters: [{ name: q, in: query, required: true }]
    get: {}
  /overruled:
    parameters: [{ name: q, in: query, required: true }]
    get: { parameters: [{ name: q, in: query, required: false }] }
  /elsewhere: { servers: [{ url: /v1 }], get: {} }
`),
  ).toEqual(["GET /2/items", "GET /2/overruled", "GET /v1/elsewhere"]);
});

test("reads JSON and Swagger 2", async () => {
  const document = { swagger: "2.0", basePath: "/api", paths: { "/": { get: {} } } };
  expect(await readOpenapiFile("x", JSON.stringify(document))).toEqual([
    {
      name: "GET /api/",
      request: { method: "GET", path: "/api/", headers: {}, body: "", wanted: {} },
    },
  ]);
});

test.each([
  ["<html>", /^--openapi=api.yaml: expected an OpenAPI document in JSON or YAML, got another text/],
  ["{", /expected an OpenAPI document in JSON or YAML, got /],
  ["paths: {}", /\(expected "openapi: 3.…" or "swagger: 2.0"\)/],
  ["openapi: 3.0.0", /\(paths: Invalid input/],
  ["openapi: 3.0.0\npaths: { /x: { post: {} } }", /got 0 GETs among 1 paths/],
  ["openapi: 3.0.0\npaths: { '/x/{a}': { get: {} } }", /got 1 GETs among 1 paths.*--http=/],
  [
    "openapi: 3.0.0\npaths: { /x: { get: { parameters: [{ $ref: 'other.yaml#/p' }] } } }",
    /expected references to parameters in the document itself, got other.yaml#\/p/,
  ],
  [
    "openapi: 3.0.0\nservers: [{ url: 'http://{host}/' }]\npaths: { /x: { get: {} } }",
    /a server's URL whose variables have defaults, got http:\/\/\{host\}\//,
  ],
])("%j is told", async (text, message) => {
  await expect(namesIn(text)).rejects.toThrow(message);
});
