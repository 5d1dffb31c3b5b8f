import {
  answerError,
  bodyLimitBytes,
  bodyTooLarge,
  malformedJson,
  notFound,
  type Answer,
  type Endpoints,
  type Query,
} from "@stackbench/workloads-node";
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";

/** The contract on Hono, for whichever runtime serves it. */
export function makeApp(endpoints: Endpoints): Hono {
  const app = new Hono();
  const limited = bodyLimit({
    maxSize: bodyLimitBytes,
    onError: (context) => send(context, answerError(bodyTooLarge())),
  });

  app.get("/hello", (context) => send(context, endpoints.hello()));
  app.get("/hash-sort", (context) => send(context, endpoints.hashSort(queryOf(context))));
  app.get("/items", async (context) => send(context, await endpoints.listItems(queryOf(context))));
  app.post("/items", limited, async (context) =>
    send(context, await endpoints.createItem(await readJson(context))),
  );
  app.get("/items/:id", async (context) =>
    send(context, await endpoints.readItem(context.req.param("id"))),
  );
  app.put("/items/:id", limited, async (context) =>
    send(context, await endpoints.replaceItem(context.req.param("id"), await readJson(context))),
  );
  app.delete("/items/:id", async (context) =>
    send(context, await endpoints.removeItem(context.req.param("id"))),
  );
  app.get("/render-name", (context) => send(context, endpoints.renderName(queryOf(context))));
  app.get("/render-table", (context) => send(context, endpoints.renderTable()));
  app.get("/lookup", (context) => send(context, endpoints.lookup(queryOf(context))));
  app.get("/upstream", async (context) =>
    send(context, await endpoints.upstream(queryOf(context))),
  );
  app.get("/report", (context) => send(context, endpoints.report(queryOf(context))));
  app.get("/healthz", async (context) => send(context, await endpoints.healthz()));

  app.notFound((context) => send(context, notFound()));
  app.onError((error, context) => send(context, answerError(error)));
  return app;
}

/** Hono gives lists throughout; what was given once is its value. */
function queryOf(context: Context): Query {
  const entries = Object.entries(context.req.queries());
  return Object.fromEntries(
    entries.map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  );
}

function readJson(context: Context): Promise<unknown> {
  return context.req.json<unknown>().catch((cause: unknown) => {
    throw malformedJson(cause);
  });
}

function send(context: Context, { status, headers, body }: Answer): Response {
  if (body === null) return context.newResponse(null, status as 204, headers);
  if (typeof body === "string") return context.body(body, status as ContentfulStatusCode, headers);
  return context.json(body, status as ContentfulStatusCode, headers);
}
