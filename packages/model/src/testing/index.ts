export * from "./experiment-of.ts";
export * from "./fake-ports.ts";
export * from "./histogram-of.ts";
export * from "./load-result-of.ts";
export * from "./night-on.ts";
