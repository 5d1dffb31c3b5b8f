import { randomBelow } from "@stackbench/statistics";
import { itemBody, itemFieldsBody } from "../../answers/index.ts";
import type { Item, ItemFields } from "../../answers/index.ts";
import { listItems, requestPath } from "../../endpoints/index.ts";
import { seededRows } from "../../seed.ts";
import { badQueryCheck } from "../bad-input.ts";
import { together } from "../check.ts";
import type { Check } from "../check.ts";
import { badItems, unknownItems } from "./item-checks.ts";
import {
  deleteRequest,
  exactItem,
  getRequest,
  newItem,
  postRequest,
  putRequest,
} from "./item-requests.ts";

/** One item from its making to its end: what was written must come back. */
const answeredRoundTrip: Check = {
  workload: "items",
  async run(examiner, { random }) {
    const drawn = (kind: string): ItemFields => ({
      name: `${kind}-${randomBelow(1_000_000_000, random)}`,
      quantity: randomBelow(1_000_000, random),
    });
    const fields = drawn("verify-made");
    const response = await examiner.ask(postRequest(itemFieldsBody(fields)), newItem(fields));
    if (!response) return;
    const { id } = JSON.parse(response.body.toString()) as Item;
    await examiner.ask(getRequest(id), exactItem({ id, ...fields }));
    const changed = { id, ...drawn("verify-changed") };
    await examiner.ask(putRequest(id, itemFieldsBody(changed)), exactItem(changed));
    const page = requestPath(listItems, { after: id - 1, limit: 1 });
    await examiner.ask(
      { method: "GET", path: page },
      { status: 200, contentType: "application/json", body: `[${itemBody(changed)}]` },
    );
    await examiner.ask(deleteRequest(id), { status: 204, body: "" });
    await examiner.ask(getRequest(id), { status: 404 });
  },
};

/** The load reads and changes the rows that every sitting begins with; here somebody else must have put them there. */
const seededItems: Check = {
  workload: "items",
  run: (examiner) =>
    together([1, seededRows].map((id) => examiner.ask(getRequest(id), { status: 200 }))),
};

/** By answers alone, for a table that nobody here can look into: a server that only pretends to store passes. */
export const answeredItemChecks: Check[] = [
  seededItems,
  answeredRoundTrip,
  badItems,
  badQueryCheck(listItems),
  unknownItems,
];
