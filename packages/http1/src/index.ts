export * from "./request-bytes.ts";
