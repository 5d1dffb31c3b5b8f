export * from "./agent-entries.ts";
export * from "./create-generator.ts";
