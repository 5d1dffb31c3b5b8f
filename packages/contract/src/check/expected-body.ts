import type { LoadRequest } from "@stackbench/model";
import type { ItemFields } from "../answers/index.ts";
import type { Expectation } from "../verify/expectation.ts";
import { exactItem, newItem } from "../verify/items/item-requests.ts";
import {
  greetedAnswer,
  greetingAnswer,
  hashSortAnswer,
  lookupAnswer,
  reportAnswer,
  tableAnswer,
  upstreamAnswer,
} from "../verify/right-answers.ts";
import { loadedItem, loadedPage } from "./loaded-rows.ts";

/**
 * The body of a right answer to a request under load, its number filled in. What the contract says of the request is
 * read from the request itself. Undefined where nothing is known of it.
 */
export function expectedBody(request: LoadRequest): Expectation["body"] {
  const { pathname, searchParams: query } = new URL(request.path, "http://stackbench");
  const integer = (name: string) => Number(query.get(name));
  switch (pathname) {
    case "/hello":
      return greetingAnswer.body;
    case "/hash-sort":
      return hashSortAnswer({ loopCount: integer("loopCount"), seed: integer("seed") }).body;
    case "/lookup":
      return lookupAnswer(integer("seed")).body;
    case "/upstream":
      return upstreamAnswer(integer("ms")).body;
    case "/report":
      return reportAnswer(integer("mb")).body;
    case "/render-name":
      return greetedAnswer(query.get("name") ?? "").body;
    case "/render-table":
      return tableAnswer().body;
    case "/items":
      return request.method === "POST"
        ? newItem(fieldsOf(request)).body
        : loadedPage(integer("after"), integer("limit"));
    default:
      return itemBodyOf(request, pathname);
  }
}

function itemBodyOf(request: LoadRequest, pathname: string): Expectation["body"] {
  const id = Number(/^\/items\/(\d+)$/.exec(pathname)?.[1] ?? Number.NaN);
  if (Number.isNaN(id)) return undefined;
  if (request.method === "DELETE") return "";
  return request.method === "PUT" ? exactItem({ id, ...fieldsOf(request) }).body : loadedItem(id);
}

function fieldsOf({ body }: LoadRequest): ItemFields {
  return JSON.parse(body) as ItemFields;
}
