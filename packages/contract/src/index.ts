export * from "./answers/index.ts";
export * from "./endpoints/index.ts";
export { learnRequest } from "./custom/learn-request.ts";
export * from "./load/load-for.ts";
export * from "./openapi.ts";
export * from "./seed.ts";
export { createVerifier, verifierEntry } from "./create-verifier.ts";
export { replySchema, type Command, type Reply } from "./agent/protocol.ts";
export { verifierProgram } from "./verifier-program.ts";
