export * from "./process-identity.ts";
export * from "./process-table.ts";
export * from "./sync-directory.ts";
export * from "./this-host.ts";
export * from "./write-atomically.ts";
export * from "./own-folder.ts";
