import { randomBelow } from "@stackbench/statistics";
import { itemBody, itemFieldsBody } from "../../answers/index.ts";
import type { Item } from "../../answers/index.ts";
import { listItems, listLimit, requestPath } from "../../endpoints/index.ts";
import { badQueryCheck, refused } from "../bad-input.ts";
import { together } from "../check.ts";
import type { Check } from "../check.ts";
import { nameOf } from "../examiner.ts";
import type { Examiner } from "../examiner.ts";
import type { ItemTable } from "../item-table.ts";
import { badBodies, oddFields, oddIds, unknownIds } from "./item-inputs.ts";
import {
  deleteRequest,
  exactItem,
  getRequest,
  newItem,
  postRequest,
  putRequest,
} from "./item-requests.ts";
import { roundTrip } from "./round-trip.ts";

/** Rows at the end of the table that other checks may be adding to or taking from. */
const restlessRows = 200;
const pastTheEnd = 1_000_000_000_000;

/** Rows that were there before, by id and as pages, compared with the table itself. */
const reading: Check = {
  workload: "items",
  async run(examiner, { random, table }) {
    const rows = await table!.count();
    const calmRows = Math.max(1, rows - restlessRows);
    const pages = [
      { values: {}, after: 0, limit: listLimit.default },
      ...[1, 1 + randomBelow(100, random), 100].map((limit) => {
        const after = randomBelow(calmRows, random);
        return { values: { after, limit }, after, limit };
      }),
    ];
    await together([
      ...pages.map(async ({ values, after, limit }) => {
        const body = listBody(await table!.page(after, limit));
        await askList(examiner, values, body);
      }),
      askList(examiner, { after: pastTheEnd, limit: 5 }, "[]"),
      ...[1, 2, 3].map(async () => {
        const [item] = await table!.page(randomBelow(calmRows, random), 1);
        if (item) await examiner.ask(getRequest(item.id), exactItem(item));
      }),
    ]);
  },
};

/** Names and quantities at the limits, and names that break careless code. */
const oddItems: Check = {
  workload: "items",
  run: (examiner, { random, table }) =>
    together(
      oddFields(randomBelow(1_000_000, random)).map(async (fields) => {
        const request = postRequest(itemFieldsBody(fields));
        const response = await examiner.ask(request, newItem(fields));
        if (!response) return;
        const { id } = JSON.parse(response.body.toString()) as Item;
        const [row] = await table!.byIds([id]);
        const expected = itemBody({ id, ...fields });
        const stored = row && itemBody(row);
        const got = stored === expected ? undefined : (stored ?? "no such row");
        examiner.expect(`${nameOf(request)}, then the table`, `the row ${expected}`, got);
        await examiner.ask(deleteRequest(id), { status: 204, body: "" });
      }),
    ),
};

export const badItems: Check = {
  workload: "items",
  run: (examiner) => together(badBodies.map((body) => examiner.ask(postRequest(body), refused))),
};

export const unknownItems: Check = {
  workload: "items",
  run(examiner) {
    const body = itemFieldsBody({ name: "nobody", quantity: 1 });
    const requests = (id: number | string) => [
      getRequest(id),
      putRequest(id, body),
      deleteRequest(id),
    ];
    return together([
      ...unknownIds.flatMap(requests).map((request) => examiner.ask(request, { status: 404 })),
      ...oddIds.flatMap(requests).map((request) => examiner.ask(request, { status: [400, 404] })),
    ]);
  },
};

export const itemChecks: Check[] = [
  roundTrip,
  reading,
  oddItems,
  badItems,
  badQueryCheck(listItems),
  unknownItems,
];

/**
 * Runs checks of `items` and sees to it that the table is afterwards as it was: what they left is
 * a difference, and removed.
 */
export async function keepingTable(
  examiner: Examiner,
  table: ItemTable,
  run: () => Promise<void>,
): Promise<void> {
  const before = await table.state(null);
  try {
    await run();
  } finally {
    const left = await table.removeAbove(before.highestId);
    const unwanted = left.find(({ name }) => !name.startsWith("split-"));
    const after = await table.state(before.highestId);
    const kept = after.rows === before.rows && after.digest === before.digest;
    const what = "the table items after all requests";
    const got = unwanted && `${left.length} rows more, one of them ${itemBody(unwanted)}`;
    examiner.expect(what, "every refused or deleted item gone", got?.slice(0, 300));
    const changed = kept ? undefined : `${after.rows} rows, not all as they were`;
    examiner.expect(what, `the ${before.rows} rows of before, unchanged`, changed);
  }
}

function askList(
  examiner: Examiner,
  values: Record<string, number>,
  body: string,
): Promise<unknown> {
  const path = requestPath(listItems, values);
  return examiner.ask(
    { method: "GET", path },
    { status: 200, contentType: "application/json", body },
  );
}

function listBody(items: readonly Item[]): string {
  return `[${items.map(itemBody).join(",")}]`;
}
