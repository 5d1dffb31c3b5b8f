export { notFound, type Answer } from "./answer.ts";
export type { Endpoints } from "./endpoints.ts";
export { bodyLimitBytes, type Query } from "./read-input.ts";
export { answerError, Refusal } from "./refusal.ts";
export { serve, type MakeServer } from "./serve.ts";
