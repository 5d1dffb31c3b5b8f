import { createServer } from "node:http";
import {
  answerError,
  bodyLimitBytes,
  notFound,
  serve,
  type Answer,
} from "@stackbench/workloads-node";
import {
  bodyLimit,
  getQuery,
  getRouterParam,
  H3,
  HTTPResponse,
  readBody,
  toNodeHandler,
  type H3Event,
} from "h3";

await serve((endpoints) => {
  // What goes wrong is told by the answer, or on stderr by `answerError`.
  const app = new H3({
    silent: true,
    onError: (error) => send(answerError(error.unhandled ? error.cause : error)),
  });
  const limited = { middleware: [bodyLimit(bodyLimitBytes)] };

  app.get("/hello", () => send(endpoints.hello()));
  app.get("/hash-sort", (event) => send(endpoints.hashSort(getQuery(event))));
  app.get("/items", async (event) => send(await endpoints.listItems(getQuery(event))));
  app.post(
    "/items",
    async (event) => send(await endpoints.createItem(await readBody(event))),
    limited,
  );
  app.get("/items/:id", async (event) => send(await endpoints.readItem(idOf(event))));
  app.put(
    "/items/:id",
    async (event) => send(await endpoints.replaceItem(idOf(event), await readBody(event))),
    limited,
  );
  app.delete("/items/:id", async (event) => send(await endpoints.removeItem(idOf(event))));
  app.get("/render-name", (event) => send(endpoints.renderName(getQuery(event))));
  app.get("/render-table", () => send(endpoints.renderTable()));
  app.get("/lookup", (event) => send(endpoints.lookup(getQuery(event))));
  app.get("/upstream", async (event) => send(await endpoints.upstream(getQuery(event))));
  app.get("/report", (event) => send(endpoints.report(getQuery(event))));
  app.get("/healthz", async () => send(await endpoints.healthz()));
  app.all("/**", () => send(notFound()));

  return createServer(toNodeHandler(app));
});

function idOf(event: H3Event): string {
  return getRouterParam(event, "id") ?? "";
}

function send({ status, headers, body }: Answer): HTTPResponse {
  const text = body === null || typeof body === "string" ? body : JSON.stringify(body);
  return new HTTPResponse(text, { status, headers });
}
