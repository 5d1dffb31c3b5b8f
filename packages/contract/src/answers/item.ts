import { seededName, seededQuantity } from "../seed.ts";

export interface ItemFields {
  name: string;
  quantity: number;
}

/** A row of `items`. */
export interface Item extends ItemFields {
  id: number;
}

/** The exact body of an item, for names without characters that JSON may escape in more than one way. */
export function itemBody({ id, name, quantity }: Item): string {
  return JSON.stringify({ id, name, quantity });
}

export function itemFieldsBody({ name, quantity }: ItemFields): string {
  return JSON.stringify({ name, quantity });
}

/** The row that the seed put at this id. */
export function seededItem(id: number): Item {
  return { id, name: seededName(id), quantity: seededQuantity(id) };
}

/** The exact body of a list of seeded rows: `limit` of them, the first being `after + 1`. */
export function seededListBody(after: number, limit: number): string {
  const items = Array.from({ length: limit }, (_, i) => itemBody(seededItem(after + 1 + i)));
  return `[${items.join(",")}]`;
}
