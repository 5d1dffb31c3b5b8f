import {
  answerError,
  bodyLimitBytes,
  notFound,
  serve,
  type Answer,
  type Query,
} from "@stackbench/workloads-node";
import fastify, { type FastifyReply } from "fastify";

interface Queried {
  Querystring: Query;
}
interface Identified {
  Params: { id: string };
}

await serve(async (endpoints) => {
  const app = fastify({ bodyLimit: bodyLimitBytes });

  app.get("/hello", (_request, reply) => send(reply, endpoints.hello()));
  app.get<Queried>("/hash-sort", (request, reply) =>
    send(reply, endpoints.hashSort(request.query)),
  );
  app.get<Queried>("/items", async (request, reply) =>
    send(reply, await endpoints.listItems(request.query)),
  );
  app.post("/items", async (request, reply) =>
    send(reply, await endpoints.createItem(request.body)),
  );
  app.get<Identified>("/items/:id", async (request, reply) =>
    send(reply, await endpoints.readItem(request.params.id)),
  );
  app.put<Identified>("/items/:id", async (request, reply) =>
    send(reply, await endpoints.replaceItem(request.params.id, request.body)),
  );
  app.delete<Identified>("/items/:id", async (request, reply) =>
    send(reply, await endpoints.removeItem(request.params.id)),
  );
  app.get<Queried>("/render-name", (request, reply) =>
    send(reply, endpoints.renderName(request.query)),
  );
  app.get("/render-table", (_request, reply) => send(reply, endpoints.renderTable()));
  app.get<Queried>("/lookup", (request, reply) => send(reply, endpoints.lookup(request.query)));
  app.get<Queried>("/upstream", async (request, reply) =>
    send(reply, await endpoints.upstream(request.query)),
  );
  app.get<Queried>("/report", (request, reply) => send(reply, endpoints.report(request.query)));
  app.get("/healthz", async (_request, reply) => send(reply, await endpoints.healthz()));

  app.setNotFoundHandler((_request, reply) => send(reply, notFound()));
  app.setErrorHandler((error, _request, reply) => send(reply, answerError(error)));

  await app.ready();
  return app.server;
});

function send(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  return reply
    .code(status)
    .headers(headers)
    .send(body ?? undefined);
}
