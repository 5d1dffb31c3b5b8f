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
