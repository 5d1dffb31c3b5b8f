export { notFound, type Answer } from "./answer.ts";
export { onBun, serveOnBun, type BunRoutes } from "./bun.ts";
export { serveOnDeno } from "./deno.ts";
export type { Endpoints } from "./endpoints.ts";
export { bodyLimitBytes, bodyTooLarge, malformedJson } from "./read-body.ts";
export type { Query } from "./read-input.ts";
export { answerError } from "./refusal.ts";
export { serve, type MakeServer } from "./serve.ts";
export { answering, readJson, responseOf } from "./web.ts";
