import { createServer } from "node:http";
import { bodyParser } from "@koa/bodyparser";
import { Router } from "@koa/router";
import {
  answerError,
  bodyLimitBytes,
  notFound,
  serve,
  type Answer,
} from "@stackbench/workloads-node";
import Koa, { type Context } from "koa";

await serve((endpoints) => {
  const app = new Koa();
  app.use(async (context, next) => {
    try {
      await next();
    } catch (error) {
      send(context, answerError(error));
    }
  });
  app.use(bodyParser({ enableTypes: ["json"], jsonLimit: bodyLimitBytes }));

  const router = new Router();
  router.get("/hello", (context) => send(context, endpoints.hello()));
  router.get("/hash-sort", (context) => send(context, endpoints.hashSort(context.query)));
  router.get("/items", async (context) => send(context, await endpoints.listItems(context.query)));
  router.post("/items", async (context) =>
    send(context, await endpoints.createItem(context.request.body)),
  );
  router.get("/items/:id", async (context) =>
    send(context, await endpoints.readItem(context.params["id"]!)),
  );
  router.put("/items/:id", async (context) =>
    send(context, await endpoints.replaceItem(context.params["id"]!, context.request.body)),
  );
  router.delete("/items/:id", async (context) =>
    send(context, await endpoints.removeItem(context.params["id"]!)),
  );
  router.get("/render-name", (context) => send(context, endpoints.renderName(context.query)));
  router.get("/render-table", (context) => send(context, endpoints.renderTable()));
  router.get("/lookup", (context) => send(context, endpoints.lookup(context.query)));
  router.get("/upstream", async (context) =>
    send(context, await endpoints.upstream(context.query)),
  );
  router.get("/report", (context) => send(context, endpoints.report(context.query)));
  router.get("/healthz", async (context) => send(context, await endpoints.healthz()));

  app.use(router.routes());
  app.use((context) => send(context, notFound()));
  const handle = app.callback();
  return createServer((request, response) => void handle(request, response));
});

function send(context: Context, { status, headers, body }: Answer): void {
  context.status = status;
  context.set(headers);
  context.body = body;
}
