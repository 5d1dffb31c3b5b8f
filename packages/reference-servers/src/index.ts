export { TickHistogram } from "../reference-servers/histogram.ts";
export { laws } from "../reference-servers/laws.ts";
export { ResidenceRecord } from "../reference-servers/residence-record.ts";
export { readRecord, type ReferenceRecord, resetRecord } from "./read-record.ts";
