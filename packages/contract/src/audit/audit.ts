import type { AuditRequest, DatabaseSnapshot, LoadRequest } from "@stackbench/model";
import { itemBody } from "../answers/index.ts";
import type { Item, ItemFields } from "../answers/index.ts";
import { openItemTable } from "../verify/item-table.ts";

/** What the table holds. Throws DatabaseError. */
export async function snapshot(databaseUrl: string): Promise<DatabaseSnapshot> {
  await using table = openItemTable(databaseUrl);
  return { rows: await table.count() };
}

/**
 * What is wrong with the table after a window of writes; undefined where it agrees with what was
 * acknowledged. Throws DatabaseError.
 */
export async function audit(request: AuditRequest): Promise<string | undefined> {
  await using table = openItemTable(request.databaseUrl);
  const updates = updatesOf(request);
  const [rows, items] = await Promise.all([table.count(), table.byIds([...updates.keys()])]);
  return rowsMismatch(request, rows) ?? updatesMismatch(updates, items);
}

interface Acknowledgements {
  creates: number;
  /** Requests whose outcome is not known: each may have been carried out. */
  unknown: number;
}

/**
 * Rows may only have grown by the acknowledged creates, and by requests without an answer.
 * Where the generator does not count by request, every success may have been a create.
 */
export function rowsMismatch(
  request: Pick<AuditRequest, "before" | "requests" | "load">,
  rows: number,
): string | undefined {
  const { creates, unknown } = acknowledgements(request);
  const least = request.before.rows + creates;
  const most = least + unknown;
  if (rows >= least && rows <= most) return undefined;
  const bound =
    unknown === 0 ? "" : ` (up to ${most}, as ${unknown} may have been creates, unanswered)`;
  return (
    `expected ${request.before.rows} rows before + ${creates} acknowledged creates = ` +
    `${least} rows in items${bound}, got ${rows}`
  );
}

function acknowledgements({
  requests,
  load,
}: Pick<AuditRequest, "requests" | "load">): Acknowledgements {
  const anyCreate = requests.some(({ method }) => method === "POST");
  const failed = Object.values(load.errors).reduce((sum, count) => sum + count, 0);
  const unanswered = failed + (load.unfinished ?? 0);
  if (!anyCreate) return { creates: 0, unknown: 0 };
  if (!load.succeededByRequest) return { creates: 0, unknown: load.succeeded + unanswered };
  const creates = requests.reduce(
    (sum, { method }, index) =>
      method === "POST" ? sum + (load.succeededByRequest![index] ?? 0) : sum,
    0,
  );
  return { creates, unknown: unanswered };
}

/** For each row that an acknowledged PUT named, the values that it may hold now. */
export function updatesOf({
  requests,
  load,
}: Pick<AuditRequest, "requests" | "load">): Map<number, ItemFields[]> {
  const updates = new Map<number, ItemFields[]>();
  if (!load.succeededByRequest) return updates;
  const anyUnanswered = (load.unfinished ?? 0) > 0 || Object.keys(load.errors).length > 0;
  const acknowledged = (index: number) => (load.succeededByRequest![index] ?? 0) > 0;
  const puts = requests.flatMap((request, index) => {
    const id = updatedId(request);
    return id === undefined ? [] : [{ id, index, fields: JSON.parse(request.body) as ItemFields }];
  });
  const named = new Set(puts.filter(({ index }) => acknowledged(index)).map(({ id }) => id));
  for (const { id, index, fields } of puts) {
    // An unanswered PUT of another value may have come last.
    if (!named.has(id) || !(acknowledged(index) || anyUnanswered)) continue;
    updates.set(id, [...(updates.get(id) ?? []), fields]);
  }
  return updates;
}

export function updatesMismatch(
  updates: ReadonlyMap<number, readonly ItemFields[]>,
  items: readonly Item[],
): string | undefined {
  const found = new Map(items.map((item) => [item.id, item]));
  const wrong: string[] = [];
  for (const [id, allowed] of updates) {
    const item = found.get(id);
    const values = allowed.map((fields) => itemBody({ id, ...fields }));
    const got = item === undefined ? "no such row" : itemBody(item);
    if (!values.includes(got)) wrong.push(`expected ${values.join(" or ")}, got ${got}`);
  }
  if (wrong.length === 0) return undefined;
  const share = `${wrong.length} of ${updates.size} updated rows do not hold an acknowledged value`;
  return `${share}; the first: ${wrong[0]}`;
}

function updatedId({ method, path }: LoadRequest): number | undefined {
  const id = method === "PUT" ? /^\/items\/(\d+)$/.exec(path)?.[1] : undefined;
  return id === undefined ? undefined : Number(id);
}
