import { questionOf, sourcesOf, UsageError, type Night, type RunRecord } from "@stackbench/model";
import { conditionsOf, type Row, type Table } from "@stackbench/report";
import { nightCase } from "./night-case.ts";

/** A run as a night, and which of its rows do not enter, each with the reason. */
export interface FoundNight {
  night: Night;
  leftOut: string[];
}

/**
 * What the history keeps of a finished run. Throws UsageError for a run that may not enter: one that has not ended as
 * planned, was held for another question than which is faster, on servers that already ran, under conditions that changed
 * on the way, or has not one row that stands beside the anchor it was asked for.
 */
export function nightOf(record: RunRecord, table: Table): FoundNight {
  refuse(record);
  const wanted = record.plan.experiment.anchor;
  const variants = new Map(record.variants.map((info) => [info.key, info]));
  const leftOut: string[] = [];
  const cases = table.groups.flatMap(({ anchor, rows }) => {
    const anchorRow = rows.find(({ isAnchor }) => isAnchor);
    return rows.flatMap((row) => {
      if (row.checks !== null) return [];
      const reason = whyNot(row, anchor, wanted);
      const entry =
        reason === undefined ? nightCase(row, anchorRow!, variants.get(row.key)) : undefined;
      if (!entry) leftOut.push(`${row.key}, ${row.workload}: ${reason ?? "no figure"}`);
      return entry ?? [];
    });
  });
  if (!cases.some(({ key }) => key !== wanted)) {
    throw new UsageError(
      [
        `${record.runId} may not enter the history: expected the anchor ${wanted} and a row beside it, got none`,
        ...leftOut.map((line) => `  ${line}`),
      ].join("\n"),
    );
  }
  const { runId, startedAt, fingerprint } = record;
  const conditions = { ...conditionsOf(record), ...limitsOf(table) };
  const head = { schemaVersion: 1, runId, startedAt } as const;
  return {
    night: { ...head, harnessCommit: fingerprint.harnessCommit, conditions, cases },
    leftOut,
  };
}

function refuse(record: RunRecord): void {
  const { runId, outcome, changes } = record;
  const refused = (reason: string): UsageError =>
    new UsageError(`${runId} may not enter the history: ${reason}`);
  if (outcome !== "complete") {
    const how = outcome === "unfinished" ? "has not ended" : "was interrupted";
    throw refused(`it ${how}; finish it with: pnpm bench run --resume ${runId}`);
  }
  const { kind } = questionOf(record);
  if (kind !== "compare") {
    throw refused(`expected a run of \`bench run\`, got one of \`bench ${kind}\``);
  }
  if (sourcesOf(record).from !== "stacks") {
    throw refused("expected stacks, whose versions are known, got servers that already ran");
  }
  if (changes.length > 0) {
    throw refused(`expected one machine and one harness all through, got ${changes.join("; ")}`);
  }
}

/** Undefined where the row may enter. */
function whyNot(row: Row, anchor: string | null, wanted: string): string | undefined {
  if (row.workload === "custom" || row.workload === "mix") return "its requests are this run's own";
  if (row.status !== "measured") return row.status;
  if (anchor !== wanted) return `${wanted} cannot be the anchor here`;
  return row.isAnchor || row.relative !== null ? undefined : "not compared with the anchor";
}

/** Kernel limits as most sittings had them; what could not be read back is nobody's. */
function limitsOf({ tuning }: Table): Record<string, string> {
  const known = tuning.rows.filter(({ effective }) => effective !== "unknown");
  return Object.fromEntries(known.map(({ name, effective }) => [`limit ${name}`, effective]));
}
