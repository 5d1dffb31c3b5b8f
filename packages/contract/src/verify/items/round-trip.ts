import { randomBelow } from "@stackbench/statistics";
import { itemBody, itemFieldsBody } from "../../answers/index.ts";
import type { Item, ItemFields } from "../../answers/index.ts";
import { listItems, requestPath } from "../../endpoints/index.ts";
import { refused } from "../bad-input.ts";
import type { Check } from "../check.ts";
import { nameOf } from "../examiner.ts";
import type { Examiner } from "../examiner.ts";
import type { ItemTable } from "../item-table.ts";
import {
  deleteRequest,
  exactItem,
  getRequest,
  newItem,
  postRequest,
  putRequest,
} from "./item-requests.ts";

/** One item from its making to its end, with a look into the database after every step. */
export const roundTrip: Check = {
  workload: "items",
  async run(examiner, { random, table }) {
    const drawn = (kind: string): ItemFields => ({
      name: `${kind}-${randomBelow(1_000_000_000, random)}`,
      quantity: randomBelow(1_000_000, random),
    });
    const made = await create(examiner, table!, drawn("verify-made"));
    if (!made) return;
    await examiner.ask(getRequest(made.id), exactItem(made));
    const page = requestPath(listItems, { after: made.id - 1, limit: 1 });
    await examiner.ask(
      { method: "GET", path: page },
      { status: 200, contentType: "application/json", body: `[${itemBody(made)}]` },
    );
    const changed = { id: made.id, ...drawn("verify-changed") };
    await update(examiner, table!, changed);
    await remove(examiner, table!, changed);
  },
};

async function create(
  examiner: Examiner,
  table: ItemTable,
  fields: ItemFields,
): Promise<Item | undefined> {
  const request = postRequest(itemFieldsBody(fields));
  const response = await examiner.ask(request, newItem(fields));
  if (!response) return undefined;
  const rows = await table.byName(fields.name);
  const [row] = rows;
  const { id } = JSON.parse(response.body.toString()) as Item;
  const item = { id, ...fields };
  if (!expectRow(examiner, `${nameOf(request)}, then the table`, row, item)) return undefined;
  examiner.compare(nameOf(request), response, {
    status: 201,
    headers: { location: `/items/${id}` },
  });
  return item;
}

async function update(examiner: Examiner, table: ItemTable, item: Item): Promise<void> {
  const request = putRequest(item.id, itemFieldsBody(item));
  if (!(await examiner.ask(request, exactItem(item)))) return;
  const [row] = await table.byIds([item.id]);
  expectRow(examiner, `${nameOf(request)}, then the table`, row, item);
  await examiner.ask(getRequest(item.id), exactItem(item));
  const bad = putRequest(item.id, '{"name":"x","quantity":"1"}');
  await examiner.ask(bad, refused);
  await examiner.ask(putRequest(item.id, "{"), refused);
  const [after] = await table.byIds([item.id]);
  expectRow(examiner, `${nameOf(bad)}, then the table`, after, item);
}

async function remove(examiner: Examiner, table: ItemTable, item: Item): Promise<void> {
  const request = deleteRequest(item.id);
  if (!(await examiner.ask(request, { status: 204, body: "" }))) return;
  const [row] = await table.byIds([item.id]);
  const got = row === undefined ? undefined : itemBody(row);
  examiner.expect(`${nameOf(request)}, then the table`, "no such row", got);
  await Promise.all([
    examiner.ask(getRequest(item.id), { status: 404 }),
    examiner.ask(putRequest(item.id, itemFieldsBody(item)), { status: 404 }),
    examiner.ask(deleteRequest(item.id), { status: 404 }),
  ]);
}

function expectRow(examiner: Examiner, what: string, row: Item | undefined, item: Item): boolean {
  const expected = itemBody(item);
  const got = row === undefined ? "no such row" : itemBody(row);
  return examiner.expect(what, `the row ${expected}`, got === expected ? undefined : got);
}
