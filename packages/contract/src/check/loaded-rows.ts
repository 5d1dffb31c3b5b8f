import { itemBody, seededItem } from "../answers/index.ts";
import { editedName, editedQuantity } from "../seed.ts";
import type { BodyRule } from "../verify/expectation.ts";

/** Stands for the ten digits of an update's number. */
const anyNumber = "<10 digits>";

/** A row of the seed as it may be read under load: as seeded, or as some update of any window left it. */
export function loadedItem(id: number): BodyRule {
  const pattern = new RegExp(`^${rowPattern(id)}$`);
  return { expected: rowText(id), accepts: (body) => pattern.test(body) };
}

/** A page of such rows, in the order of their ids: updates leave every row where it is. */
export function loadedPage(after: number, limit: number): BodyRule {
  const ids = Array.from({ length: limit }, (_, index) => after + 1 + index);
  const pattern = new RegExp(`^\\[${ids.map(rowPattern).join(",")}\\]$`);
  return {
    expected: `${limit} rows in the order of their ids, the first ${rowText(after + 1)}`,
    accepts: (body) => pattern.test(body),
  };
}

function rowText(id: number): string {
  return `${itemBody(seededItem(id))} or ${itemBody(editedItem(id, anyNumber))}`;
}

/** Nothing in these bodies but braces means anything else in a pattern. */
function rowPattern(id: number): string {
  const edited = itemBody(editedItem(id, anyNumber));
  const either = [itemBody(seededItem(id)), edited].map((body) => body.replaceAll(/[{}]/g, "\\$&"));
  return `(?:${either.join("|").replaceAll(anyNumber, "[1-9][0-9]{9}")})`;
}

function editedItem(id: number, mark: string) {
  return { id, name: editedName(mark), quantity: editedQuantity(id) };
}
