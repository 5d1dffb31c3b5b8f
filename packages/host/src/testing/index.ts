export * from "./fixture-tree.ts";
