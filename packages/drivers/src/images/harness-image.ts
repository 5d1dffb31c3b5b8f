import type { AgentEntries, VariantShape } from "@stackbench/model";
import { seedSql } from "@stackbench/contract";
import type { BaseName } from "./base-names.ts";
import { bundleAgents } from "./bundle-agents.ts";
import { textFile, type ContextFile } from "./context-file.ts";
import { listFiles } from "./list-files.ts";
import { recipeFolder } from "./recipe-folder.ts";

/** Images of the harness that are built. */
export const harnessImages = [
  "load",
  "database",
  "profiler",
  "proxy",
  "proxy-haproxy",
  "proxy-caddy",
] as const;
export type HarnessImage = (typeof harnessImages)[number];

/** The image of each proxy that a variant may have in front. */
export const proxyImages = {
  nginx: "proxy",
  haproxy: "proxy-haproxy",
  caddy: "proxy-caddy",
} as const satisfies Record<Exclude<VariantShape["proxy"], "none">, HarnessImage>;

export const harnessBase: Record<HarnessImage, BaseName> = {
  load: "NODE_IMAGE",
  database: "POSTGRES_IMAGE",
  profiler: "NODE_IMAGE",
  proxy: "NGINX_IMAGE",
  // Debian's own, so that they are the same wherever the bases come from.
  "proxy-haproxy": "DEBIAN_IMAGE",
  "proxy-caddy": "DEBIAN_IMAGE",
};

/** The context of one of them: its folder here, and what is made from the rest of the harness. */
export async function harnessFiles(
  name: HarnessImage,
  agentEntries: Readonly<AgentEntries>,
): Promise<ContextFile[]> {
  const files = await listFiles(recipeFolder(name), "");
  if (name === "database") return [...files, textFile("seed.sql", seedSql)];
  const { profiler, ...others } = agentEntries;
  if (name === "load") return [...files, ...(await bundleAgents(others))];
  if (name === "profiler" && profiler !== undefined) {
    return [...files, ...(await bundleAgents({ profiler }))];
  }
  return files;
}
