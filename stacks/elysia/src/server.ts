import {
  answerError,
  notFound,
  onBun,
  readJson,
  responseOf,
  serve,
  type Answer,
  type Endpoints,
  type Query,
} from "@stackbench/workloads-node";
import { Elysia, ParseError } from "elysia";

await serve((endpoints) =>
  onBun((place) => {
    const app = makeApp(endpoints).listen(place);
    return { stop: async () => void (await app.stop()) };
  }),
);

/** In place of Elysia's own parser, which knows no limit of a route's. */
function parse({ request }: { request: Request }): Promise<unknown> {
  return readJson(request);
}

/** What a parser throws comes as the cause of Elysia's own error. */
function refusal(error: unknown): Answer {
  return answerError(error instanceof ParseError ? error.cause : error);
}

function makeApp(endpoints: Endpoints) {
  return new Elysia()
    .onError(({ code, error }) => responseOf(code === "NOT_FOUND" ? notFound() : refusal(error)))
    .get("/hello", () => responseOf(endpoints.hello()))
    .get("/hash-sort", ({ query }) => responseOf(endpoints.hashSort(query as Query)))
    .get("/items", async ({ query }) => responseOf(await endpoints.listItems(query as Query)))
    .post("/items", async ({ body }) => responseOf(await endpoints.createItem(body)), { parse })
    .get("/items/:id", async ({ params }) => responseOf(await endpoints.readItem(params.id)))
    .put(
      "/items/:id",
      async ({ params, body }) => responseOf(await endpoints.replaceItem(params.id, body)),
      { parse },
    )
    .delete("/items/:id", async ({ params }) => responseOf(await endpoints.removeItem(params.id)))
    .get("/render-name", ({ query }) => responseOf(endpoints.renderName(query as Query)))
    .get("/render-table", () => responseOf(endpoints.renderTable()))
    .get("/lookup", ({ query }) => responseOf(endpoints.lookup(query as Query)))
    .get("/upstream", async ({ query }) => responseOf(await endpoints.upstream(query as Query)))
    .get("/report", ({ query }) => responseOf(endpoints.report(query as Query)))
    .get("/healthz", async () => responseOf(await endpoints.healthz()));
}
