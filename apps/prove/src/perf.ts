import { keepCode } from "@stackbench/host/code-cache";

// Before anything else is read.
keepCode();
await import("./perf-command.ts");
