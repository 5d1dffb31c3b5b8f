export { notFound, type Answer } from "./answer.ts";
export type { Endpoints } from "./endpoints.ts";
export { bodyLimitBytes, bodyTooLarge, malformedJson } from "./read-body.ts";
export type { Query } from "./read-input.ts";
export { answerError } from "./refusal.ts";
export type { ForeignServer } from "./served.ts";
export { serve, type MakeServer } from "./serve.ts";
