import postgres from "postgres";
import type { Item } from "../answers/index.ts";

/** The verifier cannot look into the database. */
class DatabaseError extends Error {
  override readonly name = "DatabaseError";
}

const connectTimeoutSeconds = 10;
const statementTimeoutMs = 15_000;

/** A look into the table behind `items`, past the server. Every method throws DatabaseError. */
export interface ItemTable extends AsyncDisposable {
  byIds(ids: readonly number[]): Promise<Item[]>;
  byName(name: string): Promise<Item[]>;
  /** In id order. */
  page(after: number, limit: number): Promise<Item[]>;
  count(): Promise<number>;
  /** Rows with an id among these. */
  countAmong(ids: Ids): Promise<number>;
  /** Makes those of these rows that are not there. */
  makeAmong(ids: Ids): Promise<unknown>;
  /** All rows up to `highestId`; null for all there are. */
  state(highestId: number | null): Promise<TableState>;
  /** Removes the rows above an id and returns them. */
  removeAbove(id: number): Promise<Item[]>;
}

/** `count` ids in a row. */
interface Ids {
  from: number;
  count: number;
}

interface TableState {
  highestId: number;
  rows: number;
  /** Equal for equal rows. */
  digest: string;
}

export function openItemTable(databaseUrl: string): ItemTable {
  const sql = postgres(databaseUrl, {
    max: 2,
    connect_timeout: connectTimeoutSeconds,
    fetch_types: false,
    onnotice: () => {},
    connection: { application_name: "stackbench-verifier", statement_timeout: statementTimeoutMs },
    // Ids stay far below 2^53.
    types: { bigint: { to: 20, from: [20], serialize: String, parse: Number } },
  });
  const table: Omit<ItemTable, typeof Symbol.asyncDispose> = {
    byIds: (ids) =>
      sql<Item[]>`
        select id, name, quantity from items
        where id = any(${`{${ids.join(",")}}`}::bigint[]) order by id`,
    byName: (name) =>
      sql<Item[]>`select id, name, quantity from items where name = ${name} order by id`,
    page: (after, limit) =>
      sql<Item[]>`
        select id, name, quantity from items where id > ${after} order by id limit ${limit}`,
    count: async () => {
      const [row] = await sql<[{ rows: number }]>`select count(*) as rows from items`;
      return row.rows;
    },
    countAmong: async ({ from, count }) => {
      const [row] = await sql<[{ rows: number }]>`
        select count(*) as rows from items where id >= ${from} and id < ${from + count}`;
      return row.rows;
    },
    makeAmong: ({ from, count }) =>
      sql`
        insert into items(id, name, quantity) overriding system value
          select n, 'item-' || lpad(n::text, 10, '0'), 100 + n % 900
          from generate_series(${from}::bigint, ${from + count - 1}::bigint) as n
          on conflict (id) do nothing`,
    state: async (highestId) => {
      const [state] = await sql<[TableState]>`
        select coalesce(max(id), 0) as "highestId", count(*) as rows,
          coalesce(sum(hashtextextended(concat_ws('|', id, quantity, name), 0)), 0)::text as digest
        from items where id <= ${highestId ?? Number.MAX_SAFE_INTEGER}`;
      return state;
    },
    removeAbove: (id) =>
      sql<Item[]>`delete from items where id > ${id} returning id, name, quantity`,
  };
  return {
    ...worded(table),
    [Symbol.asyncDispose]: () => sql.end({ timeout: 1 }),
  };
}

/** Makes every failure say that it was the verifier's own look that failed. */
function worded<Methods extends object>(methods: Methods): Methods {
  const wrap =
    (method: (...given: unknown[]) => Promise<unknown>) =>
    async (...given: unknown[]) => {
      try {
        return await method(...given);
      } catch (error) {
        const reason = error instanceof Error ? error.message || error.name : String(error);
        throw new DatabaseError(`cannot look into the table items: ${reason}`, { cause: error });
      }
    };
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [name, wrap(method)]),
  ) as Methods;
}
