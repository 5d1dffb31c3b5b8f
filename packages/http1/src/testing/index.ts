export * from "./certificates.ts";
export * from "./response-cases.ts";
export * from "./case-server.ts";
