export * from "./create-run-store.ts";
export * from "./fold-journal.ts";
export * from "./history-store.ts";
