import {
  accuracySchema,
  calibrationSchema,
  cautionSchema,
  ceilingSchema,
  engineSchema,
  experimentSchema,
  failureSchema,
  fingerprintSchema,
  histogramSchema,
  loadCauseSchema,
  loadLevelSchema,
  loadResultSchema,
  nightSchema,
  planSchema,
  plannedSittingSchema,
  plannedWindowSchema,
  processGroupUseSchema,
  processSeriesSchema,
  protocolSchema,
  resourceUseSchema,
  runRecordSchema,
  serviceUseSchema,
  stackFileSchema,
  stopSchema,
  tuningLedgerSchema,
  usedGeneratorSchema,
  variantInfoSchema,
  variantSchema,
  warmUpSchema,
  windowRecordSchema,
} from "@stackbench/model";
import { z } from "zod";
import { rowsJsonSchema } from "./rows.ts";

/** Parts that stand under `$defs` with their own name, so that a schema can be read. */
const named = {
  accuracy: accuracySchema,
  calibration: calibrationSchema,
  caution: cautionSchema,
  ceiling: ceilingSchema,
  engine: engineSchema,
  experiment: experimentSchema,
  failure: failureSchema,
  fingerprint: fingerprintSchema,
  histogram: histogramSchema,
  loadCause: loadCauseSchema,
  loadLevel: loadLevelSchema,
  loadResult: loadResultSchema,
  plan: planSchema,
  plannedSitting: plannedSittingSchema,
  plannedWindow: plannedWindowSchema,
  processGroupUse: processGroupUseSchema,
  processSeries: processSeriesSchema,
  protocol: protocolSchema,
  resourceUse: resourceUseSchema,
  serviceUse: serviceUseSchema,
  stop: stopSchema,
  tuningLedger: tuningLedgerSchema,
  usedGenerator: usedGeneratorSchema,
  variant: variantSchema,
  variantInfo: variantInfoSchema,
  warmUp: warmUpSchema,
  window: windowRecordSchema,
};

/** The published JSON schema (draft 2020-12) of `run.json`. */
export function runJsonSchema(): Record<string, unknown> {
  return {
    title: "stackbench run",
    description: "What one run of stackbench planned, measured and found; schema version 1.",
    ...z.toJSONSchema(runRecordSchema, { metadata: registry(), io: "output" }),
  };
}

/** The published JSON schema (draft 2020-12) of `stacks/<id>/stack.json`: what has a default may be left out. */
export function stackJsonSchema(): Record<string, unknown> {
  return {
    title: "stackbench stack",
    description: "One system under test and its runtime shapes.",
    ...z.toJSONSchema(stackFileSchema, { metadata: registry(), io: "input" }),
    // What the schema of the code refines, and says there in words.
    anyOf: [{ required: ["app"] }, { required: ["variants"] }],
  };
}

/** The published JSON schema (draft 2020-12) of what `--json` prints. */
export function rowsSchema(): Record<string, unknown> {
  return {
    title: "stackbench rows",
    description:
      "The tables of one run of stackbench; schema version 1. Null is unknown, never zero; shares are 0 to 1.",
    ...z.toJSONSchema(rowsJsonSchema, { metadata: registry(), io: "output" }),
  };
}

/** The published JSON schema (draft 2020-12) of a line of `results/history/`. */
export function nightJsonSchema(): Record<string, unknown> {
  return {
    title: "stackbench night",
    description:
      "A finished run as the history keeps it; schema version 1. Null is unknown, never zero; shares are 0 to 1.",
    ...z.toJSONSchema(nightSchema, { metadata: registry(), io: "output" }),
  };
}

function registry() {
  const names = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) names.add(schema, { id });
  return names;
}
