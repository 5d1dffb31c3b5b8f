export * from "./create-run-store.ts";
export * from "./fold-journal.ts";
