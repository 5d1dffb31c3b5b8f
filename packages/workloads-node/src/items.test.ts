import { expect, test } from "vitest";
import type { Item, ItemRepository } from "./item-repository.ts";
import { itemEndpoints } from "./items.ts";

/** The table as a map: what PostgreSQL does is seen when a stack is verified. */
function memoryRepository(): ItemRepository {
  const rows = new Map<string, Item>();
  let last = 0;
  return {
    list: async (after, limit) =>
      [...rows.values()].filter((item) => item.id > after).slice(0, limit),
    async create({ name, quantity }) {
      const item = { id: ++last, name, quantity };
      rows.set(String(item.id), item);
      return item;
    },
    read: async (id) => rows.get(id),
    async replace(id, input) {
      if (!rows.has(id)) return undefined;
      const item = { id: Number(id), ...input };
      rows.set(id, item);
      return item;
    },
    remove: async (id) => rows.delete(id),
    ping: async () => {},
    close: async () => {},
  };
}

const nail = { name: "nail", quantity: 3 };

test("an item is made, read, changed, listed and removed", async () => {
  const items = itemEndpoints(memoryRepository());
  expect(await items.createItem(nail)).toMatchObject({
    status: 201,
    headers: { location: "/items/1" },
    body: { id: 1, name: "nail", quantity: 3 },
  });
  expect(await items.readItem("1")).toMatchObject({ status: 200, body: { id: 1, ...nail } });
  const changed = { name: "screw", quantity: -4 };
  expect(await items.replaceItem("1", changed)).toMatchObject({ status: 200, body: changed });
  expect(await items.listItems({})).toMatchObject({ status: 200, body: [{ id: 1, ...changed }] });
  expect(await items.listItems({ after: "1" })).toMatchObject({ status: 200, body: [] });
  expect(await items.removeItem("1")).toMatchObject({ status: 204, body: null });
  expect(await items.removeItem("1")).toMatchObject({ status: 404 });
  expect(await items.readItem("1")).toMatchObject({ status: 404 });
  expect(await items.replaceItem("1", nail)).toMatchObject({ status: 404 });
});

test.each(["9223372036854775808", "99999999999999999999999999"])(
  "nothing has the id %s, which is beyond bigint",
  async (id) => {
    const items = itemEndpoints(memoryRepository());
    expect(await items.readItem(id)).toMatchObject({ status: 404 });
    expect(await items.replaceItem(id, nail)).toMatchObject({ status: 404 });
    expect(await items.removeItem(id)).toMatchObject({ status: 404 });
  },
);

test("the biggest bigint is an id like any other", async () => {
  const asked: string[] = [];
  const repository: ItemRepository = {
    ...memoryRepository(),
    async read(id) {
      asked.push(id);
      return undefined;
    },
  };
  await itemEndpoints(repository).readItem("9223372036854775807");
  expect(asked).toEqual(["9223372036854775807"]);
});

test.each(["0", "-1", "01", "1.0", "x", "", "1 ", "٣"])("the id %j is refused", async (id) => {
  const items = itemEndpoints(memoryRepository());
  await expect(items.readItem(id)).rejects.toMatchObject({ statusCode: 400 });
});

test.each([
  ["no body", undefined],
  ["null", null],
  ["an array", [nail]],
  ["a string", "nail"],
  ["no name", { quantity: 1 }],
  ["a name that is a number", { name: 1, quantity: 1 }],
  ["a name that is null", { name: null, quantity: 1 }],
  ["a name with NUL", { name: "a\0", quantity: 1 }],
  ["a name with half a pair", { name: "\ud800", quantity: 1 }],
  ["a name of 201 characters", { name: "x".repeat(201), quantity: 1 }],
  ["no quantity", { name: "nail" }],
  ["a quantity that is text", { name: "nail", quantity: "1" }],
  ["a quantity that is true", { name: "nail", quantity: true }],
  ["half a nail", { name: "nail", quantity: 0.5 }],
  ["a quantity beyond 32 bits", { name: "nail", quantity: 2_147_483_648 }],
  ["a quantity below 32 bits", { name: "nail", quantity: -2_147_483_649 }],
])("%s is refused", async (_, body) => {
  const items = itemEndpoints(memoryRepository());
  await expect(items.createItem(body)).rejects.toMatchObject({ statusCode: 400 });
  await expect(items.replaceItem("1", body)).rejects.toMatchObject({ statusCode: 400 });
  expect(await items.listItems({})).toMatchObject({ body: [] });
});

test("200 characters are 200 code points, not 200 units of UTF-16", async () => {
  const item = { name: "🔩".repeat(200), quantity: 2_147_483_647 };
  const answer = await itemEndpoints(memoryRepository()).createItem(item);
  expect(answer).toMatchObject({ status: 201, body: item });
});

test.each([{ limit: "0" }, { limit: "101" }, { after: "-1" }, { after: "9223372036854775807" }])(
  "a list of %j is refused",
  async (query) => {
    const items = itemEndpoints(memoryRepository());
    await expect(items.listItems(query)).rejects.toMatchObject({ statusCode: 400 });
  },
);

test("bad input is refused without database too", async () => {
  await expect(itemEndpoints(undefined).createItem({})).rejects.toMatchObject({ statusCode: 400 });
});

test("without database the items answer 503 and the server is healthy", async () => {
  const items = itemEndpoints(undefined);
  await expect(items.readItem("1")).rejects.toMatchObject({ statusCode: 503 });
  await expect(items.createItem(nail)).rejects.toMatchObject({ statusCode: 503 });
  expect(await items.healthz()).toMatchObject({ status: 200 });
});

test("while the database is silent the server is not healthy", async () => {
  const repository = { ...memoryRepository(), ping: () => Promise.reject(new Error("refused")) };
  await expect(itemEndpoints(repository).healthz()).rejects.toMatchObject({
    statusCode: 503,
    message: "the database does not answer: refused",
  });
});
