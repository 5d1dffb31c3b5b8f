export * from "./at-size.ts";
export * from "./choose-shapes.ts";
export * from "./next-server.ts";
export * from "./nginx-upstream.ts";
export * from "./own-groups.ts";
export * from "./resolve-interface.ts";
export * from "./variant-in.ts";
