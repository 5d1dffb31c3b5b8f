import { loadCatalog } from "@stackbench/catalog";
import type { Stack, Variant, VariantShape } from "@stackbench/model";
import type { Command } from "../command.ts";
import { exitCodes } from "../exit-codes.ts";
import { repositoryRoot } from "../places.ts";
import { say } from "../say.ts";

export const list: Command = {
  name: "list",
  summary: "show the stacks and their variants",
  options: { json: { help: "stdout is one JSON object: {stacks: [{id, variants: [{id}]}]}" } },
  async run({ switches }) {
    const catalog = await loadCatalog(repositoryRoot);
    for (const { message } of catalog.broken) say(`broken: ${message}`);
    if (switches.has("json")) {
      const stacks = catalog.stacks.map(({ directory: _, external: __, variants, ...stack }) => ({
        ...stack,
        variants: variants.map(({ stackId: ___, ...variant }) => variant),
      }));
      process.stdout.write(`${JSON.stringify({ stacks })}\n`);
    } else {
      process.stdout.write(catalog.stacks.map(describeStack).join("\n"));
    }
    return catalog.broken.length > 0 ? exitCodes.failed : exitCodes.ok;
  },
};

function describeStack(stack: Stack): string {
  const versions = Object.entries(stack.versions).map(([name, version]) => `${name} ${version}`);
  const width = Math.max(...stack.variants.map(({ id }) => id.length));
  return [
    `${stack.id}: ${stack.title} (${[stack.language, ...versions].join(", ")})`,
    `  serves ${stack.workloads.join(", ")}`,
    ...stack.variants.map(
      (variant) => `  :${variant.id.padEnd(width)}  ${describeVariant(variant)}`,
    ),
    "",
  ].join("\n");
}

function describeVariant(variant: Variant): string {
  const parts = [variant.server, describeWorkers(variant)];
  if (variant.replicas > 1) parts.push(`${variant.replicas} replicas`);
  if (variant.proxy !== "none") {
    parts.push(`behind ${variant.proxy} (${variant.protocol} over ${variant.socket})`);
  }
  return parts.join(", ");
}

function describeWorkers({ processGroups, workers, threads }: VariantShape): string {
  if (processGroups) {
    const groups = Object.entries(processGroups).map(
      ([name, group]) => `${name} ${group.workers}x${group.threads}`,
    );
    return `process groups ${groups.join(" + ")}`;
  }
  const of = threads > 1 ? ` of ${threads} threads` : "";
  if (workers === "cpus") return `one worker a CPU${of}`;
  if (typeof workers === "string") return `${workers} workers on n CPUs${of}`;
  return `${plural(workers, "worker")}${of}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
