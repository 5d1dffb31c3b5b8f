import { cautionKindSchema, cautionSchema, protocolSchema, stopSchema } from "@stackbench/model";
import { z } from "zod";
import { rowSchema, type Row, type RowJson } from "../../row.ts";
import { countReasons } from "../../summarise/invalid-windows.ts";
import type { Table } from "../../table.ts";

/** What `--json` prints. Null is unknown, never zero; shares are 0 to 1. */
export const rowsJsonSchema = z.strictObject({
  schemaVersion: z.literal(1),
  runId: z.string(),
  outcome: z.enum(["complete", "interrupted", "unfinished"]),
  protocol: protocolSchema,
  /** Why no further round was begun; null where the run did not come to that. */
  stop: stopSchema.nullable(),
  wallSeconds: z.number().nullable(),
  /** Begun; of those in place of spoilt ones; those in which the host made a window invalid. */
  rounds: z.strictObject({ held: z.int(), replacing: z.int(), spoilt: z.int() }),
  /** Of the run as a whole. */
  cautions: z.array(cautionSchema),
  /** How many measured windows enter no estimate, by what made them invalid. */
  invalidWindows: z.partialRecord(cautionKindSchema, z.int()),
  rows: z.array(rowSchema),
});
export type RowsJson = z.infer<typeof rowsJsonSchema>;

/** The tables of a run for `--json`. */
export function rowsJson(table: Table): RowsJson {
  const { runId, outcome, stop, wallSeconds, plan } = table.run;
  return {
    schemaVersion: 1,
    runId,
    outcome,
    protocol: plan.experiment.protocol,
    stop,
    wallSeconds,
    rounds: table.rounds,
    cautions: table.cautions,
    invalidWindows: Object.fromEntries(
      countReasons(table.invalidWindows).map(({ kind, count }) => [kind, count]),
    ),
    rows: table.rows.map(rowJson),
  };
}

/** The fields that the schema names, in its order; those that do not concern the row are left out. */
function rowJson({ level, ...row }: Row): RowJson {
  const whole: RowJson = { ...row, ...levelFields(level) };
  const fields = rowSchema.keyof().options.filter((field) => whole[field] !== undefined);
  return Object.fromEntries(fields.map((field) => [field, whole[field]])) as RowJson;
}

function levelFields(
  level: Row["level"],
): Pick<RowJson, "connections" | "keepAlive" | "paddingBytes" | "ratePerSecond"> {
  if (level.loop === "open") {
    return { connections: level.connections, ratePerSecond: level.ratePerSecond };
  }
  const { loop: _loop, ...fields } = level;
  return fields;
}
