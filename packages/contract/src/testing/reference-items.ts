import type postgres from "postgres";
import { itemBody } from "../answers/index.ts";
import type { Item, ItemFields } from "../answers/index.ts";
import { largestQuantity, nameLimit, smallestQuantity } from "../endpoints/index.ts";
import type { Flaw } from "./flaw.ts";
import { json, readInteger, Refused } from "./reference-answers.ts";
import type { Reply } from "./reference-answers.ts";

export interface ItemsRequest {
  method: string;
  /** "/items" or "/items/17". */
  path: string;
  query: URLSearchParams;
  body: Buffer;
}

const notFound: Reply = { status: 404, body: "" };
const kept = new Map<number, Item>();

/** The workload `items` over the contract's table. Throws Refused. */
export async function itemsReply(
  request: ItemsRequest,
  sql: postgres.Sql,
  flaw: Flaw | undefined,
): Promise<Reply | undefined> {
  const { method, path } = request;
  if (path === "/items") {
    if (method === "GET") return list(request, sql, flaw);
    if (method === "POST") return create(request, sql, flaw);
    return undefined;
  }
  const id = Number(/^\/items\/(\d{1,15})$/.exec(path)?.[1] ?? Number.NaN);
  if (Number.isNaN(id)) return notFound;
  if (method === "GET") return shown(await find(id, sql, flaw), flaw);
  if (method === "PUT") return update(id, request, sql, flaw);
  if (method === "DELETE") return remove(id, sql, flaw);
  return undefined;
}

async function list(
  { query }: ItemsRequest,
  sql: postgres.Sql,
  flaw: Flaw | undefined,
): Promise<Reply> {
  const after = readInteger("/items", "after", query, flaw) - (flaw === "after-included" ? 1 : 0);
  const limit = readInteger("/items", "limit", query, flaw);
  const rows = await sql<Item[]>`
    select id::float as id, name, quantity from items where id > ${after} order by id
    limit ${flaw === "limit-ignored" ? 20 : limit}`;
  const items = flaw === "list-unordered" ? rows.toReversed() : rows;
  return json(`[${items.map(itemBody).join(",")}]`, flaw);
}

async function create(
  { body }: ItemsRequest,
  sql: postgres.Sql,
  flaw: Flaw | undefined,
): Promise<Reply> {
  const fields = await readFields(body, sql, flaw);
  const item = flaw === "items-in-memory" ? keep(fields) : await insert(fields, sql);
  const status = flaw === "created-as-200" ? 200 : 201;
  const headers = flaw === "location-missing" ? {} : { Location: `/items/${item.id}` };
  return { ...json(itemBody(item), flaw, status), headers };
}

async function update(
  id: number,
  { body }: ItemsRequest,
  sql: postgres.Sql,
  flaw: Flaw | undefined,
): Promise<Reply> {
  const fields = await readFields(body, sql, flaw);
  const item = await find(id, sql, flaw);
  if (!item) return notFound;
  const { name, quantity } = fields;
  if (flaw === "update-of-all-rows") {
    await sql`update items set quantity = ${quantity}`;
  }
  if (flaw !== "update-not-stored") {
    await sql`update items set name = ${name}, quantity = ${quantity} where id = ${id}`;
  }
  return json(itemBody({ id, ...fields }), flaw);
}

async function remove(id: number, sql: postgres.Sql, flaw: Flaw | undefined): Promise<Reply> {
  if (!(await find(id, sql, flaw)) && flaw !== "delete-of-unknown-acknowledged") return notFound;
  if (flaw !== "delete-without-effect") await sql`delete from items where id = ${id}`;
  return { status: 204, body: "" };
}

async function find(
  id: number,
  sql: postgres.Sql,
  flaw: Flaw | undefined,
): Promise<Item | undefined> {
  if (flaw === "items-in-memory" && kept.has(id)) return kept.get(id);
  const [item] = await sql<Item[]>`
    select id::float as id, name, quantity from items where id = ${id}`;
  return item;
}

function shown(item: Item | undefined, flaw: Flaw | undefined): Reply {
  return item ? json(itemBody(item), flaw) : notFound;
}

async function insert({ name, quantity }: ItemFields, sql: postgres.Sql): Promise<Item> {
  const [item] = await sql<Item[]>`
    insert into items(name, quantity) values (${name}, ${quantity})
    returning id::float as id, name, quantity`;
  return item!;
}

function keep(fields: ItemFields): Item {
  const item = { id: 20_000 + kept.size, ...fields };
  kept.set(item.id, item);
  return item;
}

async function readFields(
  body: Buffer,
  sql: postgres.Sql,
  flaw: Flaw | undefined,
): Promise<ItemFields> {
  const given = parse(body, flaw) as Partial<Record<string, unknown>> | null;
  const name = given?.["name"];
  let quantity = given?.["quantity"];
  if (flaw === "quantity-as-string-taken" && typeof quantity === "string")
    quantity = Number(quantity);
  if (typeof name === "string" && typeof quantity === "number" && Number.isInteger(quantity)) {
    const length = flaw === "name-counted-in-units" ? name.length : [...name].length;
    const fits = length <= nameLimit || flaw === "long-name-taken";
    if (fits && quantity >= smallestQuantity && quantity <= largestQuantity)
      return { name, quantity };
  }
  if (flaw === "refused-but-stored") await insert({ name: "refused", quantity: 1 }, sql);
  throw new Refused('expected {"name":"…","quantity":n}');
}

function parse(body: Buffer, flaw: Flaw | undefined): unknown {
  try {
    return JSON.parse(body.toString(flaw === "name-as-latin1" ? "latin1" : "utf8"));
  } catch (error) {
    if (flaw === "malformed-json-breaks") throw error;
    throw new Refused("expected JSON");
  }
}
