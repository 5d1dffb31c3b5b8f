import {
  UsageError,
  variantKey,
  type DriverTraits,
  type Selected,
  type Variant,
} from "@stackbench/model";

type Behind = NonNullable<DriverTraits["scalesBehind"]>;

/** Throws UsageError for variants that cannot grow, with those of their stacks that can. */
export function refuseUnscalable(selected: readonly Selected[], behind: Behind): void {
  const refused = selected.flatMap((one) => {
    const reason = reasonAgainst(one.variant, behind);
    return reason === undefined ? [] : [{ ...one, reason }];
  });
  if (refused.length === 0) return;
  const stacks = [...new Set(refused.map(({ stack }) => stack))];
  const able = stacks.flatMap(({ variants }) =>
    variants.filter((variant) => reasonAgainst(variant, behind) === undefined),
  );
  const instead =
    able.length === 0
      ? `no variant of ${stacks.map(({ id }) => id).join(", ")} can`
      : `those that can: ${able.map(variantKey).join(", ")}`;
  const lines = refused.map(({ variant, reason }) => `${variantKey(variant)} ${reason}`);
  throw new UsageError(
    `--stack: expected variants of one replica behind a proxy; ${lines.join("; ")}; ${instead}`,
  );
}

function reasonAgainst(
  { proxy, replicas, processGroups }: Variant,
  behind: Behind,
): string | undefined {
  if (proxy === "none") return "has no proxy that could share requests out";
  if (!behind.includes(proxy)) {
    const those =
      behind.length === 0 ? "this driver has none that can" : `${behind.join(", ")} can`;
    return `is behind ${proxy}, which takes no replicas in while it serves (${those})`;
  }
  if (replicas > 1) return `has ${replicas} replicas from the beginning`;
  return processGroups && "has process groups, which grow in no study";
}
