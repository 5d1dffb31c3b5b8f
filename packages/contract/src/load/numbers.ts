import type { LoadRequest } from "@stackbench/model";

type Numbers = NonNullable<LoadRequest["numbers"]>;

/** Seeds of `hash-sort` and `lookup` with six digits, within their range. */
export const seedNumbers: Numbers = { from: 100_000, count: 900_000 };

/** Ten digits, for names: more than a run can use up. */
export const nameNumbers: Numbers = { from: 1_000_000_000, count: 9_000_000_000 };
