import {
  itemOperations,
  numberPlace,
  type LoadRequest,
  type PlainWorkload,
} from "@stackbench/model";
import { randomBelow, shuffled, type Random } from "@stackbench/statistics";
import { numbered } from "@stackbench/http1";
import { itemBody, itemFieldsBody, seededItem, seededListBody } from "../answers/item.ts";
import { deleteItem, listItems, listLimit } from "../endpoints/items.ts";
import { requestPath } from "../endpoints/request-path.ts";
import { deletableIds, editedName, editedQuantity, seededRows } from "../seed.ts";
import { getRequest, postRequest, putRequest } from "../verify/items/item-requests.ts";
import { loadRequest } from "./load-request.ts";
import { nameNumbers } from "./numbers.ts";

/** How many different requests of each kind: also their shares of `items`, in 2,000. */
const counts = { get: 1000, list: 400, update: 400, create: 200 } as const;

/** The requests of `items`, and of each of its operations alone. */
type ItemsWorkload = Extract<PlainWorkload, "items" | (typeof itemOperations)[number]>;

/**
 * `items`: half reads by id, a fifth each pages and updates, a tenth creates. Its operations send as many different
 * requests as it has of them.
 *
 * Updated rows keep the length of their name and quantity, so every answer but that to a create
 * has a length known beforehand. No two updates have the same row, and no value is written twice: a row that holds
 * what was written before is a row whose last update was lost.
 *
 * Deletes are no part of `items`: those of seeded rows would take them away from the reads, and the faster server would
 * soon be working on a smaller table. `items.delete` names rows that were made for it, far behind all others, each once.
 */
export const itemsLoads: Record<ItemsWorkload, (random: Random, limit?: number) => LoadRequest[]> =
  {
    items: (random) => [...gets(random), ...lists(random), ...updates(random), ...creates(random)],
    "items.get": gets,
    "items.list": lists,
    "items.put": updates,
    "items.post": creates,
    "items.delete": () => [remove()],
  };

function gets(random: Random): LoadRequest[] {
  return times(counts.get, () => get(1 + randomBelow(seededRows, random)));
}

function lists(random: Random, limit: number = listLimit.default): LoadRequest[] {
  return times(counts.list, () => list(randomBelow(seededRows - limit + 1, random), limit));
}

function updates(random: Random): LoadRequest[] {
  const ids = Array.from({ length: seededRows }, (_, index) => index + 1);
  return shuffled(ids, random).slice(0, counts.update).map(update);
}

function creates(random: Random): LoadRequest[] {
  return times(counts.create, () => create(random));
}

function get(id: number): LoadRequest {
  return loadRequest(getRequest(id).path, itemBody(seededItem(id)));
}

function list(after: number, limit: number): LoadRequest {
  return loadRequest(requestPath(listItems, { after, limit }), seededListBody(after, limit));
}

function update(id: number): LoadRequest {
  const fields = { name: editedName(numberPlace), quantity: editedQuantity(id) };
  const { path, headers } = putRequest(id, "");
  const request = {
    method: "PUT" as const,
    path,
    headers: { ...headers },
    body: itemFieldsBody(fields),
    numbers: nameNumbers,
  };
  // The answer is the item: what was sent, and its id before it.
  const answer = itemBody({ id, ...(JSON.parse(numbered(request).body) as typeof fields) });
  return { ...request, expect: { status: 200, bodyBytes: Buffer.byteLength(answer) } };
}

function create(random: Random): LoadRequest {
  const fields = { name: `made-${numberPlace}`, quantity: 100 + randomBelow(900, random) };
  const { path, headers } = postRequest("");
  return {
    method: "POST",
    path,
    headers: { ...headers },
    body: itemFieldsBody(fields),
    numbers: nameNumbers,
    // The new id may have any number of digits.
    expect: { status: 201, bodyBytes: null },
  };
}

function remove(): LoadRequest {
  return {
    method: "DELETE",
    path: deleteItem.path.replace("{id}", numberPlace),
    headers: {},
    body: "",
    numbers: deletableIds,
    expect: { status: 204, bodyBytes: 0 },
  };
}

function times(count: number, make: () => LoadRequest): LoadRequest[] {
  return Array.from({ length: count }, make);
}
