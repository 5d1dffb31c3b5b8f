import type { RunRecord, TuningLedger } from "@stackbench/model";

/**
 * Variants whose effective kernel limits are not those of most, by key, with what differs in words. Rows
 * under different limits are not compared. What could not be read back is not held against anybody.
 */
export function compareTuning(run: Pick<RunRecord, "plan" | "sittings">): Map<string, string> {
  const sittings = variantsBySitting(run);
  const found = new Map<string, Map<string, string[]>>();
  for (const { sittingId, tuning } of run.sittings) {
    const variant = sittings.get(sittingId);
    if (variant === undefined) continue;
    for (const { name, effective } of tuning.entries) {
      if (effective === null) continue;
      const values = found.get(name) ?? new Map<string, string[]>();
      values.set(effective, [...(values.get(effective) ?? []), variant]);
      found.set(name, values);
    }
  }
  const differences = new Map<string, string[]>();
  for (const [name, values] of found) {
    const [usual, ...others] = [...values].toSorted(([, a], [, b]) => b.length - a.length);
    for (const [value, variants] of others) {
      for (const variant of new Set(variants)) {
        const text = `${name} was ${value} (${usual![0]} for the others)`;
        differences.set(variant, [...(differences.get(variant) ?? []), text]);
      }
    }
  }
  return new Map([...differences].map(([variant, texts]) => [variant, texts.join(", ")]));
}

/** Whether these variants ran under different limits, by what `compareTuning` found. */
export function haveOtherLimits(
  found: ReadonlyMap<string, string>,
  variants: readonly string[],
): boolean {
  return new Set(variants.map((variant) => found.get(variant))).size > 1;
}

/** The ledger that most sittings had; one without entries before the first has ended. */
export function usualLedger(run: RunRecord): TuningLedger {
  const counts = new Map<string, { ledger: TuningLedger; count: number }>();
  for (const { tuning } of run.sittings) {
    const id = JSON.stringify(tuning);
    counts.set(id, { ledger: tuning, count: (counts.get(id)?.count ?? 0) + 1 });
  }
  const [usual] = [...counts.values()].toSorted((a, b) => b.count - a.count);
  return usual?.ledger ?? { profile: run.plan.experiment.tuning, entries: [] };
}

function variantsBySitting(run: Pick<RunRecord, "plan">): Map<string, string> {
  return new Map(run.plan.sittings.map(({ sittingId, variant }) => [sittingId, variant]));
}
