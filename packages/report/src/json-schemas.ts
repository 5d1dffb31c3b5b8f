import {
  cautionSchema,
  engineSchema,
  experimentSchema,
  failureSchema,
  fingerprintSchema,
  histogramSchema,
  loadLevelSchema,
  loadResultSchema,
  planSchema,
  plannedSittingSchema,
  plannedWindowSchema,
  resourceUseSchema,
  runRecordSchema,
  serviceUseSchema,
  stackFileSchema,
  tuningLedgerSchema,
  variantInfoSchema,
  variantSchema,
  windowRecordSchema,
} from "@stackbench/model";
import { z } from "zod";

/** Parts that stand under `$defs` with their own name, so that a schema can be read. */
const named = {
  caution: cautionSchema,
  engine: engineSchema,
  experiment: experimentSchema,
  failure: failureSchema,
  fingerprint: fingerprintSchema,
  histogram: histogramSchema,
  loadLevel: loadLevelSchema,
  loadResult: loadResultSchema,
  plan: planSchema,
  plannedSitting: plannedSittingSchema,
  plannedWindow: plannedWindowSchema,
  resourceUse: resourceUseSchema,
  serviceUse: serviceUseSchema,
  tuningLedger: tuningLedgerSchema,
  variant: variantSchema,
  variantInfo: variantInfoSchema,
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
  };
}

function registry() {
  const names = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) names.add(schema, { id });
  return names;
}
