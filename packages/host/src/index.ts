export * from "./process-identity.ts";
export * from "./process-table.ts";
export * from "./this-host.ts";
