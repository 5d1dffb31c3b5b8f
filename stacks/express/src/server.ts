// Express 5 hands rejections to the error handler by itself.
/* oxlint-disable oxc/no-async-endpoint-handlers */
import { createServer } from "node:http";
import {
  answerError,
  bodyLimitBytes,
  notFound,
  serve,
  type Answer,
} from "@stackbench/workloads-node";
import express, { type ErrorRequestHandler, type Response } from "express";

await serve((endpoints) => {
  const app = express();
  app.disable("x-powered-by");
  app.use(express.json({ limit: bodyLimitBytes }));

  app.get("/hello", (_request, response) => send(response, endpoints.hello()));
  app.get("/hash-sort", (request, response) => send(response, endpoints.hashSort(request.query)));
  app.get("/items", async (request, response) =>
    send(response, await endpoints.listItems(request.query)),
  );
  app.post("/items", async (request, response) =>
    send(response, await endpoints.createItem(request.body)),
  );
  app.get("/items/:id", async (request, response) =>
    send(response, await endpoints.readItem(request.params.id)),
  );
  app.put("/items/:id", async (request, response) =>
    send(response, await endpoints.replaceItem(request.params.id, request.body)),
  );
  app.delete("/items/:id", async (request, response) =>
    send(response, await endpoints.removeItem(request.params.id)),
  );
  app.get("/render-name", (request, response) =>
    send(response, endpoints.renderName(request.query)),
  );
  app.get("/render-table", (_request, response) => send(response, endpoints.renderTable()));
  app.get("/lookup", (request, response) => send(response, endpoints.lookup(request.query)));
  app.get("/upstream", async (request, response) =>
    send(response, await endpoints.upstream(request.query)),
  );
  app.get("/report", (request, response) => send(response, endpoints.report(request.query)));
  app.get("/healthz", async (_request, response) => send(response, await endpoints.healthz()));

  app.use((_request, response) => send(response, notFound()));
  // Express tells an error handler by its four parameters.
  const onError: ErrorRequestHandler = (error, _request, response, _next) =>
    send(response, answerError(error));
  app.use(onError);

  return createServer(app);
});

function send(response: Response, { status, headers, body }: Answer): void {
  response.status(status).set(headers);
  if (body === null) response.end();
  else if (typeof body === "string") response.send(body);
  else response.json(body);
}
