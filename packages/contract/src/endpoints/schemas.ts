import type { Answer, JsonSchema } from "./endpoint.ts";

/** Longest name, in code points. */
export const nameLimit = 200;
export const smallestQuantity = -2_147_483_648;
export const largestQuantity = 2_147_483_647;

const nameSchema: JsonSchema = { type: "string", maxLength: nameLimit };
const quantitySchema: JsonSchema = {
  type: "integer",
  minimum: smallestQuantity,
  maximum: largestQuantity,
};

export const itemFieldsSchema = objectSchema({ name: nameSchema, quantity: quantitySchema });

export const itemSchema = objectSchema({
  id: { type: "integer", minimum: 1 },
  name: nameSchema,
  quantity: quantitySchema,
});

export const checksumSchema: JsonSchema = { type: "string", pattern: "^[0-9a-f]{64}$" };

/** All properties required, in the order in which answers hold them. */
export function objectSchema(properties: Record<string, JsonSchema>): JsonSchema {
  return { type: "object", properties, required: Object.keys(properties) };
}

export const badInput: Answer = {
  status: 400,
  description: "Bad input; the server goes on serving.",
  contentType: "application/json",
  schema: {
    ...objectSchema({ error: { type: "string", minLength: 1 } }),
    additionalProperties: false,
  },
};

export const notFound: Answer = {
  status: 404,
  description: "No such item.",
  contentType: null,
};

export function jsonAnswer(schema: JsonSchema, example: unknown): Answer {
  return {
    status: 200,
    description: "Compact JSON, keys in this order.",
    contentType: "application/json",
    schema,
    example,
  };
}
