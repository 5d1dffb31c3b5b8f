import { numbered } from "@stackbench/http1";
import {
  numberPlace,
  type AuditRequest,
  type DatabaseSnapshot,
  type LoadRequest,
} from "@stackbench/model";
import { itemBody } from "../answers/index.ts";
import type { Item, ItemFields } from "../answers/index.ts";
import { deletableIds } from "../seed.ts";
import { openItemTable, type ItemTable } from "../verify/item-table.ts";

/** Makes the rows that deletes among the requests name, and tells what the table holds. Throws DatabaseError. */
export async function snapshot({
  databaseUrl,
  requests,
}: Pick<AuditRequest, "databaseUrl" | "requests">): Promise<DatabaseSnapshot> {
  await using table = openItemTable(databaseUrl);
  if (requests.some(isDelete)) await table.makeAmong(deletableIds);
  return await countRows(table, requests);
}

/** Rows made to be deleted apart from all others: a lost delete must not make up for a row too many. */
async function countRows(
  table: ItemTable,
  requests: readonly LoadRequest[],
): Promise<DatabaseSnapshot> {
  const rows = await table.count();
  if (!requests.some(isDelete)) return { rows };
  const deletable = await table.countAmong(deletableIds);
  return { rows: rows - deletable, deletable };
}

/**
 * What is wrong with the table after a load of writes; undefined where it agrees with what was
 * acknowledged. Throws DatabaseError.
 */
export async function audit(request: AuditRequest): Promise<string | undefined> {
  await using table = openItemTable(request.databaseUrl);
  const updates = updatesOf(request);
  const [after, items] = await Promise.all([
    countRows(table, request.requests),
    table.byIds([...updates.keys()]),
  ]);
  return (
    rowsMismatch(request, after.rows) ??
    deletesMismatch(request, after.deletable) ??
    updatesMismatch(updates, items)
  );
}

/** So many of the values that a row may hold are told. */
const shownValues = 4;

type Written = Pick<AuditRequest, "requests" | "acknowledged">;

/**
 * Rows may only have grown by the acknowledged creates, and by requests whose outcome is not known.
 * Where the generator does not count by request, every success may have been a create.
 */
export function rowsMismatch(
  request: Written & Pick<AuditRequest, "before">,
  rows: number,
): string | undefined {
  const { count: creates, unknown } = acknowledgedOf("POST", request);
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

/**
 * Of the rows that were made to be deleted there may only be gone as many as were acknowledged, and as requests whose
 * outcome is not known. `left`: undefined where no request deletes.
 */
function deletesMismatch(
  request: Written & Pick<AuditRequest, "before">,
  left: number | undefined,
): string | undefined {
  const { deletable } = request.before;
  if (deletable === undefined || left === undefined) return undefined;
  const { count: deletes, unknown } = acknowledgedOf("DELETE", request);
  const most = deletable - deletes;
  const least = most - unknown;
  if (left >= least && left <= most) return undefined;
  const bound =
    unknown === 0 ? "" : ` (or down to ${least}, as ${unknown} may have been deletes, unanswered)`;
  return (
    `expected ${deletable} rows to be deleted - ${deletes} acknowledged deletes = ` +
    `${most} rows left of them${bound}, got ${left}`
  );
}

/** Acknowledged requests of one method, and how many more there may have been. */
function acknowledgedOf(
  method: LoadRequest["method"],
  { requests, acknowledged }: Written,
): { count: number; unknown: number } {
  const { succeeded, byRequest, unknown } = acknowledged;
  if (!requests.some((request) => request.method === method)) return { count: 0, unknown: 0 };
  if (!byRequest) return { count: 0, unknown: succeeded + unknown };
  const count = requests.reduce(
    (sum, request, index) => (request.method === method ? sum + (byRequest[index] ?? 0) : sum),
    0,
  );
  return { count, unknown };
}

function isDelete({ method }: LoadRequest): boolean {
  return method === "DELETE";
}

/** What a row may hold: bodies of the item, or any that a rule accepts. */
export interface AllowedRow {
  expected: string;
  accepts(body: string): boolean;
}

/**
 * For each row that an acknowledged PUT named, what it may hold now: with the numbers that the generator tells, one of
 * the values that were written last. Without them it can only be seen that the row was changed by some update of the
 * load: one that was lost after another had been stored stays unseen. A generator that does not count by request tells
 * nothing of any row.
 */
export function updatesOf({ requests, acknowledged }: Written): Map<number, AllowedRow> {
  const { byRequest, updates, unknown } = acknowledged;
  const rows = new Map<number, AllowedRow>();
  const told = new Map(updates?.map(({ request, numbers }) => [request, numbers]));
  const puts = requests.flatMap((request, index) => {
    const id = updatedId(request);
    return id === undefined ? [] : [{ id, index, request }];
  });
  const isAcknowledged = (index: number) => told.has(index) || (byRequest?.[index] ?? 0) > 0;
  const named = new Set(puts.filter(({ index }) => isAcknowledged(index)).map(({ id }) => id));
  for (const { id, index, request } of puts) {
    // An unanswered PUT of another value may have come last.
    if (!named.has(id) || !(isAcknowledged(index) || unknown > 0)) continue;
    const allowed = allowedAfter(request, id, told.get(index));
    const other = rows.get(id);
    rows.set(id, other ? either(other, allowed) : allowed);
  }
  return rows;
}

function allowedAfter(
  request: LoadRequest,
  id: number,
  numbers: readonly number[] | undefined,
): AllowedRow {
  const bodyOf = ({ body }: LoadRequest) => itemBody({ id, ...(JSON.parse(body) as ItemFields) });
  if (request.numbers && !numbers) {
    const [before, after] = bodyOf(request).split(numberPlace) as [string, string];
    return {
      expected: `${before}<a number>${after}`,
      accepts: (body) =>
        body.startsWith(before) &&
        body.endsWith(after) &&
        body.length === bodyOf(numbered(request)).length,
    };
  }
  const bodies = new Set(
    (numbers ?? [undefined]).map((number) => bodyOf(numbered(request, number))),
  );
  return {
    expected: [...bodies].slice(0, shownValues).join(" or "),
    accepts: (body) => bodies.has(body),
  };
}

function either(one: AllowedRow, other: AllowedRow): AllowedRow {
  return {
    expected: `${one.expected} or ${other.expected}`,
    accepts: (body) => one.accepts(body) || other.accepts(body),
  };
}

export function updatesMismatch(
  updates: ReadonlyMap<number, AllowedRow>,
  items: readonly Item[],
): string | undefined {
  const found = new Map(items.map((item) => [item.id, item]));
  const wrong: string[] = [];
  for (const [id, { expected, accepts }] of updates) {
    const item = found.get(id);
    const got = item === undefined ? "no such row" : itemBody(item);
    if (!accepts(got)) wrong.push(`expected ${expected}, got ${got}`);
  }
  if (wrong.length === 0) return undefined;
  const share = `${wrong.length} of ${updates.size} updated rows do not hold an acknowledged value`;
  return `${share}; the first: ${wrong[0]}`;
}

function updatedId({ method, path }: LoadRequest): number | undefined {
  const id = method === "PUT" ? /^\/items\/(\d+)$/.exec(path)?.[1] : undefined;
  return id === undefined ? undefined : Number(id);
}
