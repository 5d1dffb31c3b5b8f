import type { LoadRequest } from "@stackbench/model";
import { randomBelow, shuffled } from "@stackbench/statistics";
import type { Random } from "@stackbench/statistics";
import { itemBody, itemFieldsBody, seededItem, seededListBody } from "../answers/item.ts";
import { createItem, getItem, listItems, listLimit, updateItem } from "../endpoints/items.ts";
import { requestPath } from "../endpoints/request-path.ts";
import { seededRows } from "../seed.ts";
import { loadRequest } from "./load-request.ts";

/** How many different requests of each kind: also their shares of the mix, in 500. */
const itemsMix = { get: 250, list: 100, update: 100, create: 50 } as const;

/**
 * Half reads by id, a fifth each pages and updates, a tenth creates.
 *
 * Updated rows keep the length of their name and quantity, so every answer but that to a create
 * has a length known beforehand. No two updates have the same row: what it must hold after the
 * window is then one value.
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
    ...updatedIds.map((id) => update(id, random)),
    ...times(itemsMix.create, () => create(random)),
  ];
}

function get(id: number): LoadRequest {
  return loadRequest(requestPath(getItem, { id }), itemBody(seededItem(id)));
}

function list(after: number): LoadRequest {
  const limit = listLimit.default;
  return loadRequest(requestPath(listItems, { after, limit }), seededListBody(after, limit));
}

function update(id: number, random: Random): LoadRequest {
  const fields = { name: drawnName("edit", random), quantity: drawnQuantity(random) };
  return {
    ...loadRequest(requestPath(updateItem, { id }), itemBody({ id, ...fields })),
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: itemFieldsBody(fields),
  };
}

function create(random: Random): LoadRequest {
  return {
    method: "POST",
    path: createItem.path,
    headers: { "content-type": "application/json" },
    body: itemFieldsBody({ name: drawnName("made", random), quantity: drawnQuantity(random) }),
    // The new id may have any number of digits.
    expect: { status: 201, bodyBytes: null },
  };
}

/** 15 characters, and none of the seeded names: the audit can tell them apart. */
function drawnName(kind: "edit" | "made", random: Random): string {
  return `${kind}-${String(randomBelow(10_000_000_000, random)).padStart(10, "0")}`;
}

function drawnQuantity(random: Random): number {
  return 100 + randomBelow(900, random);
}

function times(count: number, make: () => LoadRequest): LoadRequest[] {
  return Array.from({ length: count }, make);
}
