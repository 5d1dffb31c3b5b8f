import { numberPlace, type LoadRequest } from "@stackbench/model";
import { randomBelow, shuffled, type Random } from "@stackbench/statistics";
import { numbered } from "@stackbench/http1";
import { itemBody, itemFieldsBody, seededItem, seededListBody } from "../answers/item.ts";
import { listItems, listLimit } from "../endpoints/items.ts";
import { requestPath } from "../endpoints/request-path.ts";
import { editedName, editedQuantity, seededRows } from "../seed.ts";
import { getRequest, postRequest, putRequest } from "../verify/items/item-requests.ts";
import { loadRequest } from "./load-request.ts";
import { nameNumbers } from "./numbers.ts";

/** How many different requests of each kind: also their shares of the mix, in 2,000. */
const itemsMix = { get: 1000, list: 400, update: 400, create: 200 } as const;

/**
 * Half reads by id, a fifth each pages and updates, a tenth creates.
 *
 * Updated rows keep the length of their name and quantity, so every answer but that to a create
 * has a length known beforehand. No two updates have the same row, and no value is written twice: a row that holds
 * what was written before is a row whose last update was lost.
 *
 * Deletes are verified but not loaded. The requests are prebuilt and repeated, so a delete could
 * only name a seeded row: it would succeed once, answer 404 in every further pass, take rows away
 * from the reads, and the faster server would soon be working on a smaller table.
 */
export function loadItems(random: Random): LoadRequest[] {
  const anyId = () => 1 + randomBelow(seededRows, random);
  const updatedIds = shuffled(
    Array.from({ length: seededRows }, (_, i) => i + 1),
    random,
  ).slice(0, itemsMix.update);
  return [
    ...times(itemsMix.get, () => get(anyId())),
    ...times(itemsMix.list, () => list(randomBelow(seededRows - listLimit.default + 1, random))),
    ...updatedIds.map(update),
    ...times(itemsMix.create, () => create(random)),
  ];
}

function get(id: number): LoadRequest {
  return loadRequest(getRequest(id).path, itemBody(seededItem(id)));
}

function list(after: number): LoadRequest {
  const limit = listLimit.default;
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

function times(count: number, make: () => LoadRequest): LoadRequest[] {
  return Array.from({ length: count }, make);
}
