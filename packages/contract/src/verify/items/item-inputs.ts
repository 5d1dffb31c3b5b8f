import type { ItemFields } from "../../answers/index.ts";
import { largestQuantity, nameLimit, smallestQuantity } from "../../endpoints/index.ts";

/** Bodies that must be refused. */
export const badBodies: readonly string[] = [
  "",
  '{"name":"x","quantity":',
  "{'name':'x','quantity':1}",
  "[]",
  "null",
  '"x"',
  "{}",
  '{"name":"x"}',
  '{"quantity":1}',
  '{"name":5,"quantity":1}',
  '{"name":null,"quantity":1}',
  '{"name":"x","quantity":"1"}',
  '{"name":"x","quantity":1.5}',
  '{"name":"x","quantity":true}',
  '{"name":"x","quantity":null}',
  `{"name":"x","quantity":${largestQuantity + 1}}`,
  `{"name":"x","quantity":${smallestQuantity - 1}}`,
  JSON.stringify({ name: "n".repeat(nameLimit + 1), quantity: 1 }),
  JSON.stringify({ name: "🚀".repeat(nameLimit + 1), quantity: 1 }),
];

/** Fields that must come back as they went in. `mark` makes the names unlike any other. */
export function oddFields(mark: number): ItemFields[] {
  return [
    { name: `"quoted" \\ 'single' ${mark}`, quantity: 0 },
    { name: `<b>&amp;</b> ${mark}`, quantity: -1 },
    { name: `Łódź 日本語 🚀 ${mark}`, quantity: smallestQuantity },
    { name: `line\nbreak\ttab ${mark}`, quantity: largestQuantity },
    { name: `'); drop table items; -- ${mark}`, quantity: 1 },
    { name: String(mark).padEnd(nameLimit, "n"), quantity: 2 },
    // Counted in UTF-16 units or in bytes, this is over the limit.
    { name: "🚀".repeat(nameLimit), quantity: mark },
  ];
}

/** Ids that no row has. */
export const unknownIds: readonly number[] = [999_999_999, 1_000_000_000_000];
/** No row can have them: bad input or nothing found, but nothing to break on. */
export const oddIds: readonly string[] = ["0", "x", "99999999999999999999"];
