import type { TuningRow } from "../summarise/tuning.ts";
import { column, text, type Column } from "./cell.ts";

export const noTuning = "The limits are the machine's own: none was asked for.";

export const limitColumns: readonly Column<TuningRow>[] = [
  column("limit", "limit", "left", ({ name }) => text(name)),
  column("scope", "scope", "left", ({ scope }) => text(scope)),
  column("requested", "requested", "left", ({ requested }) => text(requested)),
  column("effective", "effective", "left", ({ effective }) => text(effective)),
];
export const whyColumn = column("reason", "why they differ", "left", ({ reason }: TuningRow) =>
  text(reason),
);
