import type { IncomingMessage, ServerResponse } from "node:http";
import { parse } from "node:querystring";
import {
  answerError,
  bodyLimitBytes,
  bodyTooLarge,
  httpServer,
  malformedJson,
  notFound,
  serve,
  type Answer,
  type Endpoints,
  type Query,
} from "@stackbench/workloads-node";

await serve((endpoints) =>
  httpServer((request, response) => {
    try {
      const answer = route(endpoints, request);
      if (answer instanceof Promise) {
        answer.then(
          (settled) => send(response, settled),
          (error: unknown) => send(response, answerError(error)),
        );
      } else send(response, answer);
    } catch (error) {
      send(response, answerError(error));
    }
  }),
);

function route(endpoints: Endpoints, request: IncomingMessage): Answer | Promise<Answer> {
  const url = request.url!;
  const mark = url.indexOf("?");
  const path = mark === -1 ? url : url.slice(0, mark);
  if (path.startsWith("/items/")) return routeItem(endpoints, request, path.slice(7));
  const query: Query = mark === -1 ? {} : parse(url.slice(mark + 1));
  switch (request.method) {
    case "GET":
      switch (path) {
        case "/hello":
          return endpoints.hello();
        case "/hash-sort":
          return endpoints.hashSort(query);
        case "/items":
          return endpoints.listItems(query);
        case "/render-name":
          return endpoints.renderName(query);
        case "/render-table":
          return endpoints.renderTable();
        case "/lookup":
          return endpoints.lookup(query);
        case "/upstream":
          return endpoints.upstream(query);
        case "/report":
          return endpoints.report(query);
        case "/healthz":
          return endpoints.healthz();
        default:
          return notFound();
      }
    case "POST":
      if (path === "/items") return readJson(request).then(endpoints.createItem);
      return notFound();
    default:
      return notFound();
  }
}

function routeItem(
  endpoints: Endpoints,
  request: IncomingMessage,
  id: string,
): Answer | Promise<Answer> {
  switch (request.method) {
    case "GET":
      return endpoints.readItem(id);
    case "PUT":
      return readJson(request).then((body) => endpoints.replaceItem(id, body));
    case "DELETE":
      return endpoints.removeItem(id);
    default:
      return notFound();
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > bodyLimitBytes) throw bodyTooLarge();
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString());
  } catch (cause) {
    throw malformedJson(cause);
  }
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  if (body === null) {
    response.writeHead(status, headers).end();
    return;
  }
  const text = typeof body === "string" ? body : JSON.stringify(body);
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(text) }).end(text);
}
