import postgres from "postgres";
import type { ItemInput } from "./read-input.ts";

export interface Item extends ItemInput {
  id: number;
}

/** The table `items`. Ids are decimal text within bigint, so that none loses digits on its way in. */
export interface ItemRepository {
  /** Up to `limit` items with an id over `after`, in id order. */
  list(after: number, limit: number): Promise<Item[]>;
  create(item: ItemInput): Promise<Item>;
  read(id: string): Promise<Item | undefined>;
  replace(id: string, item: ItemInput): Promise<Item | undefined>;
  /** False where there was none. */
  remove(id: string): Promise<boolean>;
  /** Rejects where the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Over at most `connections` connections, opened when needed. */
export function connectItems(databaseUrl: string, connections: number): ItemRepository {
  const sql = postgres(databaseUrl, {
    max: connections,
    // The driver gives bigint as text; the contract wants a number.
    types: { bigint: { to: 20, from: [20], parse: Number, serialize: String } },
  });
  return {
    list: (after, limit) =>
      sql<
        Item[]
      >`select id, name, quantity from items where id > ${after} order by id limit ${limit}`,
    async create({ name, quantity }) {
      const rows = await sql<Item[]>`
        insert into items(name, quantity) values (${name}, ${quantity}) returning id, name, quantity`;
      return rows[0]!;
    },
    async read(id) {
      const rows = await sql<Item[]>`select id, name, quantity from items where id = ${id}`;
      return rows[0];
    },
    async replace(id, { name, quantity }) {
      const rows = await sql<Item[]>`
        update items set name = ${name}, quantity = ${quantity} where id = ${id}
        returning id, name, quantity`;
      return rows[0];
    },
    async remove(id) {
      const { count } = await sql`delete from items where id = ${id}`;
      return count > 0;
    },
    async ping() {
      await sql`select 1`;
    },
    close: () => sql.end({ timeout: 0.05 }),
  };
}
