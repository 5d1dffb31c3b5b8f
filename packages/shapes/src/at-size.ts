import { adjustables, type Adjustable, type VariantShape } from "@stackbench/model";

/** How many processes, threads and replicas; what is left out is as the variant has it. */
export type Size = Partial<Pick<VariantShape, "workers" | "threads" | "replicas">>;

type Commanded = Pick<VariantShape, "command" | "adjustable" | "processGroups">;

/**
 * The numbers that can be others in a variant: those that it declares, else those that its command names as `$WORKERS`,
 * `${WORKERS}` or `$(WORKERS)`. None of process groups, which have their own.
 */
export function adjustableOf({ command, adjustable, processGroups }: Commanded): Adjustable[] {
  if (processGroups !== undefined) return [];
  if (adjustable !== undefined) return adjustables.filter((name) => adjustable.includes(name));
  return adjustables.filter((name) => {
    const variable = new RegExp(`\\$[{(]?${name.toUpperCase()}(?!\\w)`);
    return command.some((word) => variable.test(word));
  });
}

/**
 * A variant with other numbers, which its id then says: `gunicorn-w3`, `gthread-1x4-w8-t2`, `gunicorn-nginx-x3`. Its
 * command stays what it is, for the server is told them as `$WORKERS` and `$THREADS`.
 */
export function atSize<Variant extends VariantShape & { id: string }>(
  variant: Variant,
  size: Size,
): Variant {
  return { ...variant, ...size, id: idAt(variant.id, size) };
}

function idAt(id: string, { workers, threads, replicas }: Size): string {
  const parts = [
    ...(workers === undefined ? [] : [`w${String(workers).replace("+", "")}`]),
    ...(threads === undefined ? [] : [`t${threads}`]),
    ...(replicas === undefined ? [] : [`x${replicas}`]),
  ];
  return [id, ...parts].join("-");
}

/** What `atSize` has made an id of: each way to read it, the one with the longest name first. Empty where it says no size. */
export function sizesIn(id: string): { id: string; size: Size }[] {
  const [, single = "", replicas] = /^(.+)-x([1-9]\d*)$/.exec(id) ?? [];
  if (replicas === undefined) return serverSizesIn(id);
  const size = { replicas: Number(replicas) };
  const within = serverSizesIn(single);
  return [
    { id: single, size },
    ...within.map((one) => ({ ...one, size: { ...one.size, ...size } })),
  ];
}

/** The same of workers and threads alone. */
function serverSizesIn(id: string): { id: string; size: Size }[] {
  const [, before = "", threads] = /^(.+)-t([1-9]\d*)$/.exec(id) ?? [];
  const ofThreads: Size = threads === undefined ? {} : { threads: Number(threads) };
  const rest = threads === undefined ? id : before;
  const [, name = "", workers] = /^(.+)-w([1-9]\d*|cpus|[1-9]\d?n(?:[1-9]\d?)?)$/.exec(rest) ?? [];
  return [
    ...(threads === undefined ? [] : [{ id: before, size: ofThreads }]),
    ...(workers === undefined
      ? []
      : [{ id: name, size: { workers: readWorkers(workers), ...ofThreads } }]),
  ];
}

/** As an id says them: `2n1` is 2n+1. */
function readWorkers(text: string): VariantShape["workers"] {
  return /^\d+$/.test(text) ? Number(text) : text.replace(/n(?=\d)/, "n+");
}
