import {
  repositoryRoot,
  workingDirectory,
  loadCatalog,
  selectVariants,
  type Catalog,
} from "@stackbench/session";
import { type Command, exitCodes, readList, say, show, showJson } from "@stackbench/terminal";
import {
  counted,
  closest,
  UsageError,
  type Stack,
  type Variant,
  type VariantShape,
} from "@stackbench/model";
import { listExperiments } from "../list-experiments.ts";
import { listShapes } from "../list-shapes.ts";
import { listedCommands } from "../listed-commands.ts";

export const list: Command = {
  ...listedCommands.list,
  positionals: "[experiments | shapes [interface …] | stack …]",
  options: {
    shapes: { help: "as the word shapes: what each shape is for, by interface (wsgi, node, ...)" },
    json: {
      help: "stdout is one JSON object: {stacks: [{id, variants: [{id}]}]}, {experiments: [{name, command, summary}]} or {interfaces: [{id, shapes: [{name, purpose}]}]}",
    },
  },
  examples: [
    "pnpm bench list",
    "pnpm bench list fastify ./my-app",
    "pnpm bench list experiments",
    "pnpm bench list shapes wsgi",
  ],
  async run({ switches, positionals }) {
    const words = positionals.flatMap(readList);
    const isWord = words[0] === "shapes";
    const patterns = isWord ? words.slice(1) : words;
    if (isWord || switches.has("shapes")) {
      await listShapes(patterns, switches.has("json"));
      return exitCodes.ok;
    }
    if (patterns.length === 1 && patterns[0] === "experiments") {
      listExperiments(switches.has("json"));
      return exitCodes.ok;
    }
    const catalog = await loadCatalog(repositoryRoot);
    expectKnownWord(words[0], catalog);
    const shown = patterns.length === 0 ? catalog.stacks : await namedStacks(catalog, patterns);
    // What nobody asked for need not be told when something else was.
    const broken = patterns.length === 0 ? catalog.broken : [];
    for (const { message } of broken) say(`broken: ${message}`);
    if (switches.has("json")) {
      const stacks = shown.map(({ directory: _, external: __, variants, ...stack }) => ({
        ...stack,
        variants: variants.map(({ stackId: ___, ...variant }) => variant),
      }));
      showJson({ stacks });
    } else {
      show(shown.map(describeStack).join("\n"));
    }
    return broken.length > 0 ? exitCodes.failed : exitCodes.ok;
  },
};

/** A word of this command's own with a slip in it is no stack: to be offered all of those would help nobody. */
function expectKnownWord(word: string | undefined, { stacks }: Catalog): void {
  if (word === undefined || stacks.some(({ id }) => id === word)) return;
  const meant = closest(word, ["experiments", "shapes"]);
  if (meant === "") return;
  throw new UsageError(`bench list: expected stacks, experiments or shapes, got "${word}"${meant}`);
}

/** With the variants that are named. */
async function namedStacks(catalog: Catalog, patterns: readonly string[]): Promise<Stack[]> {
  const selected = await selectVariants(catalog, patterns, workingDirectory);
  return [...Map.groupBy(selected, ({ stack }) => stack)].map(([stack, entries]) => {
    return { ...stack, variants: entries.map(({ variant }) => variant) };
  });
}

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
  return `${counted(workers, "worker")}${of}`;
}
