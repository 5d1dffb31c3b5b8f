import { parse } from "node:querystring";
import {
  answering,
  notFound,
  readJson,
  serve,
  serveOnDeno,
  type Answer,
  type Endpoints,
  type Query,
} from "@stackbench/workloads-node";

await serve((endpoints) => serveOnDeno(answering((request: Request) => route(endpoints, request))));

function route(endpoints: Endpoints, request: Request): Answer | Promise<Answer> {
  const { pathname: path, search } = new URL(request.url);
  if (path.startsWith("/items/")) return routeItem(endpoints, request, path.slice(7));
  const query: Query = search === "" ? {} : parse(search.slice(1));
  switch (`${request.method} ${path}`) {
    case "GET /hello":
      return endpoints.hello();
    case "GET /hash-sort":
      return endpoints.hashSort(query);
    case "GET /items":
      return endpoints.listItems(query);
    case "POST /items":
      return readJson(request).then(endpoints.createItem);
    case "GET /render-name":
      return endpoints.renderName(query);
    case "GET /render-table":
      return endpoints.renderTable();
    case "GET /lookup":
      return endpoints.lookup(query);
    case "GET /upstream":
      return endpoints.upstream(query);
    case "GET /report":
      return endpoints.report(query);
    case "GET /healthz":
      return endpoints.healthz();
    default:
      return notFound();
  }
}

function routeItem(endpoints: Endpoints, request: Request, id: string): Answer | Promise<Answer> {
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
