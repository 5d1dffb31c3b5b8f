import { parse } from "node:querystring";
import {
  answering,
  notFound,
  readJson,
  responseOf,
  serve,
  serveOnBun,
  type BunRoutes,
  type Endpoints,
  type Query,
} from "@stackbench/workloads-node";

await serve((endpoints) =>
  serveOnBun({ routes: routesTo(endpoints), fetch: () => responseOf(notFound()) }),
);

/** Bun's own router. A method that a path does not have goes on to `fetch`. */
function routesTo(endpoints: Endpoints): NonNullable<BunRoutes["routes"]> {
  return {
    "/hello": { GET: answering(() => endpoints.hello()) },
    "/hash-sort": { GET: answering((request) => endpoints.hashSort(queryOf(request))) },
    "/items": {
      GET: answering((request) => endpoints.listItems(queryOf(request))),
      POST: answering(async (request) => endpoints.createItem(await readJson(request))),
    },
    "/items/:id": {
      GET: answering(({ params }) => endpoints.readItem(params["id"]!)),
      PUT: answering(async (request) =>
        endpoints.replaceItem(request.params["id"]!, await readJson(request)),
      ),
      DELETE: answering(({ params }) => endpoints.removeItem(params["id"]!)),
    },
    "/render-name": { GET: answering((request) => endpoints.renderName(queryOf(request))) },
    "/render-table": { GET: answering(() => endpoints.renderTable()) },
    "/lookup": { GET: answering((request) => endpoints.lookup(queryOf(request))) },
    "/upstream": { GET: answering((request) => endpoints.upstream(queryOf(request))) },
    "/report": { GET: answering((request) => endpoints.report(queryOf(request))) },
    "/healthz": { GET: answering(() => endpoints.healthz()) },
  };
}

function queryOf({ url }: Request): Query {
  const mark = url.indexOf("?");
  return mark === -1 ? {} : parse(url.slice(mark + 1));
}
