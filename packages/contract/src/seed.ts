/** Rows in `items` at the start of every sitting. */
export const seededRows = 10_000;

/** Name of a seeded row: always 15 characters, so that bodies keep their length. */
export function seededName(id: number): string {
  return `item-${String(id).padStart(10, "0")}`;
}

/** Quantity of a seeded row: always three digits, so that bodies keep their length. */
export function seededQuantity(id: number): number {
  return 100 + (id % 900);
}

/**
 * Name that an update under load gives a row: as long as a seeded one, and never the same twice in a run. `mark` is a
 * number of ten digits, or what stands for one.
 */
export function editedName(mark: number | string): string {
  return `edit-${mark}`;
}

/**
 * Quantity that every update under load gives a row: three digits, and never the seeded one. It follows from the id
 * alone, so that what a row may hold is known whatever window changed it last.
 */
export function editedQuantity(id: number): number {
  return 999 - (id % 900);
}

/**
 * Ids of the rows that a load of deletes takes away, each once before any comes again. They are made while no load runs,
 * by the harness and past the server, which counts its own ids from the seeded rows on and never comes so far.
 */
export const deletableIds = { from: 1_000_000_000, count: 400_000 } as const;

/** Makes and fills the table of the contract; run once in an empty database. */
export const seedSql = `
create table items(
  id bigint generated always as identity primary key,
  name text not null,
  quantity integer not null
);
insert into items(name, quantity)
  select 'item-' || lpad(n::text, 10, '0'), 100 + n % 900
  from generate_series(1, ${seededRows}) as n order by n;
analyze items;
`;
