import { join } from "node:path";
import type { AgentProgram } from "@stackbench/model";
import { seedSql } from "@stackbench/contract";
import type { BaseName } from "./base-names.ts";
import { bundleAgents } from "./bundle-agents.ts";
import { textFile, type ContextFile } from "./context-file.ts";
import { listFiles } from "./list-files.ts";

/** Images of the harness that are built; the pod is the Debian base as it is. */
export const harnessImages = ["load", "database", "proxy"] as const;
export type HarnessImage = (typeof harnessImages)[number];

export const harnessBase: Record<HarnessImage, BaseName> = {
  load: "NODE_IMAGE",
  database: "POSTGRES_IMAGE",
  proxy: "NGINX_IMAGE",
};

/** The context of one of them: its folder here, and what is made from the rest of the harness. */
export async function harnessFiles(
  name: HarnessImage,
  agentEntries: Readonly<Record<AgentProgram, string>>,
): Promise<ContextFile[]> {
  const files = await listFiles(join(import.meta.dirname, name), "");
  if (name === "database") return [...files, textFile("seed.sql", seedSql)];
  if (name === "load") return [...files, ...(await bundleAgents(agentEntries))];
  return files;
}
