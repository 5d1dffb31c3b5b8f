import { contractVersion, endpoints } from "./endpoints/index.ts";
import type { Answer, Endpoint, JsonSchema, Parameter } from "./endpoints/index.ts";

/** The contract as an OpenAPI 3.1 document: plain JSON data. */
export function openApiDocument(): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const endpoint of endpoints) {
    const path = (paths[endpoint.path] ??= {});
    path[endpoint.method.toLowerCase()] = operation(endpoint);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "stackbench contract",
      version: `${contractVersion}.0.0`,
      description: [
        "What every stack answers, byte for byte where a body is given.",
        "JSON is compact, with keys in the order of the schema.",
        "An unknown path gets 404, a wrong method 404 or 405.",
      ].join(" "),
      license: { name: "MIT", identifier: "MIT" },
    },
    tags: [...new Set(endpoints.map(({ workload }) => workload))].map((name) => ({ name })),
    paths,
  };
}

function operation(endpoint: Endpoint): JsonSchema {
  const { id, workload, summary, description, body } = endpoint;
  const parameters = [...pathParameters(endpoint.path), ...endpoint.query.map(queryParameter)];
  return {
    operationId: id,
    tags: [workload],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
    responses: Object.fromEntries(
      endpoint.answers.map((answer) => [String(answer.status), response(answer)]),
    ),
  };
}

function pathParameters(path: string): JsonSchema[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "integer", minimum: 1 },
  }));
}

function queryParameter(parameter: Parameter): JsonSchema {
  const { name, description } = parameter;
  if (parameter.kind === "text") {
    return { name, in: "query", required: true, description, schema: { type: "string" } };
  }
  const { minimum, maximum } = parameter;
  const schema = { type: "integer", minimum, maximum, default: parameter.default };
  return { name, in: "query", required: false, description, schema };
}

function response({ description, headers, contentType, schema, example }: Answer): JsonSchema {
  return {
    description,
    ...(headers === undefined ? {} : { headers }),
    ...(contentType === null
      ? {}
      : {
          content: {
            [contentType]: {
              ...(schema === undefined ? {} : { schema }),
              ...(example === undefined ? {} : { example }),
            },
          },
        }),
  };
}
