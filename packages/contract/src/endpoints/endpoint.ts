import type { WorkloadId } from "@stackbench/model";

/** A whole number in the query. Anything else, or one out of range, is answered with 400. */
export interface IntegerParameter {
  kind: "integer";
  name: string;
  minimum: number;
  maximum: number;
  default: number;
  description: string;
}

/** Free text in the query, percent-encoded UTF-8. */
interface TextParameter {
  kind: "text";
  name: string;
  description: string;
}

export type Parameter = IntegerParameter | TextParameter;

/** A JSON schema, as OpenAPI 3.1 takes it. */
export type JsonSchema = { [keyword: string]: unknown };

export interface Answer {
  status: number;
  description: string;
  /** Media type without parameters; null where the body is empty or left to the stack. */
  contentType: string | null;
  schema?: JsonSchema;
  /** Headers beside the content type. */
  headers?: Record<string, { description: string; schema: JsonSchema }>;
  example?: unknown;
}

export interface Endpoint {
  /** Unique; the OpenAPI operation id. */
  id: string;
  workload: WorkloadId | "healthz";
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** `/items/{id}`: path parameters in braces. */
  path: string;
  summary: string;
  description?: string;
  query: readonly Parameter[];
  /** Schema of the JSON body of the request. */
  body?: JsonSchema;
  /** Right answers, the usual one first. */
  answers: readonly Answer[];
}
