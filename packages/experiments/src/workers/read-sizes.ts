import { readInteger, readList } from "@stackbench/terminal";
import {
  UsageError,
  variantSchema,
  workerCount,
  type Adjustable,
  type VariantShape,
} from "@stackbench/model";

/** Numbers as given; absent where the kind chooses them. */
export interface RequestedSizes {
  workers?: VariantShape["workers"][];
  threads?: number[];
}

/** A number of workers and threads to ask of a variant; absent what cannot be other than it is there. */
export interface AskedSize {
  workers?: number;
  threads?: number;
}

const { workers: workersSchema } = variantSchema.shape;
const most = 512;

/** Throws UsageError. */
export function readSizes({
  workers,
  threads,
}: Record<string, string | undefined>): RequestedSizes {
  return {
    ...(workers !== undefined && { workers: read("workers", workers, readWorkers) }),
    ...(threads !== undefined && { threads: read("threads", threads, readThreads) }),
  };
}

function read<Value>(option: Adjustable, text: string, readOne: (part: string) => Value): Value[] {
  const values = readList(text).map(readOne);
  if (values.length > 0) return values;
  throw new UsageError(`--${option}: expected numbers such as 1,2,4; got ""`);
}

/** `5`, or by the number n of the server's CPUs as in a `stack.json`: `cpus`, `n`, `2n+1`. */
function readWorkers(text: string): VariantShape["workers"] {
  const written = /^\d+$/.test(text) ? Number(text) : text.replace(/^n/, "1n");
  const parsed = workersSchema.safeParse(written);
  if (parsed.success) return parsed.data;
  throw new UsageError(
    `--workers: expected numbers from 1 to ${most}, or by n CPUs such as 2n+1; got "${text}"`,
  );
}

function readThreads(text: string): number {
  return readInteger("threads", text, 1, { min: 1, max: most });
}

/**
 * Every combination, each once, in rising order. Where none are given: 1, n, 2n+1 and 8n workers, n the server's CPUs,
 * and 1 and 4 threads, as far as the variant can have other numbers of them. Throws UsageError for too many workers.
 */
export function sizesFor(
  asked: RequestedSizes,
  { adjustable, cpuCount }: { adjustable: readonly Adjustable[]; cpuCount: number },
): AskedSize[] {
  const can = (name: Adjustable): boolean => adjustable.includes(name);
  const defaults = [1, cpuCount, 2 * cpuCount + 1, 8 * cpuCount].map((n) => Math.min(n, most));
  const workers = asked.workers ?? (can("workers") || !can("threads") ? defaults : undefined);
  const threads = asked.threads ?? (can("threads") ? [1, 4] : undefined);
  const counts = workers?.map((written) => workerCount({ workers: written }, cpuCount));
  const over = counts?.find((count) => count > most);
  if (over !== undefined) {
    throw new UsageError(`--workers: expected at most ${most}, got ${over} on ${cpuCount} CPUs`);
  }
  return rising(counts).flatMap((count) =>
    rising(threads).map((each) => ({
      ...(count !== undefined && { workers: count }),
      ...(each !== undefined && { threads: each }),
    })),
  );
}

function rising(values: readonly number[] | undefined): (number | undefined)[] {
  return values === undefined ? [undefined] : [...new Set(values)].toSorted((a, b) => a - b);
}
