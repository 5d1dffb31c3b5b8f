import { isPacked } from "@stackbench/host";
import { quoteWord } from "@stackbench/report";
import { runPnpm } from "@stackbench/experiments";
import { repositoryRoot, workingDirectory, loadCatalog, type Catalog } from "@stackbench/session";
import { type Command, type CommandInput, exitCodes, say, show } from "@stackbench/terminal";
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { UsageError, type Stack, closest } from "@stackbench/model";
import { listedCommands } from "../listed-commands.ts";
import { copyStack } from "../new/copy-stack.ts";
import { linkPackages } from "../new/link-packages.ts";
import { placeStack, type StackPlace } from "../new/stack-place.ts";

export const newStack: Command = {
  ...listedCommands.new,
  positionals: "<id or folder>",
  options: {
    like: { value: "stack", help: "the stack to begin with, such as fastify or aiohttp" },
  },
  examples: [
    "pnpm bench new my-app --like=fastify",
    "pnpm bench new ../my-app --like=aiohttp        (a folder outside the repository)",
  ],
  run: makeStack,
};

async function makeStack({ positionals, values }: CommandInput): Promise<number> {
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0) {
    throw new UsageError(
      "bench new: expected one name or folder, such as my-app or ../my-app, and --like=<stack>",
    );
  }
  const catalog = await loadCatalog(repositoryRoot);
  const like = findLike(values["like"], catalog);
  const place = placeStack(given, catalog, workingDirectory);
  const files = await copyStack(like, place, repositoryRoot);
  const shown = relative(workingDirectory, place.directory);
  show(`made ${shown} from ${like.id}: ${files.join(", ")}\n`);
  if (place.isInside) await install(place);
  // The package has none: the image installs its own, and a local process needs `npm install` in the folder.
  else if (like.runtime === "node" && !isPacked) await link(like, place);
  show(nextSteps(like, place));
  return exitCodes.ok;
}

function findLike(id: string | undefined, { stacks }: Catalog): Stack {
  const ids = stacks.map((stack) => stack.id);
  const found = stacks.find((stack) => stack.id === id);
  if (found) return found;
  const got = id === undefined ? "nothing" : `"${id}"${closest(id, ids)}`;
  throw new UsageError(`--like: expected one of ${ids.join(", ")}, got ${got}`);
}

/** Makes the folder a member of the workspace. A Node stack's image is built from the lockfile, which must name it. */
async function install({ id }: StackPlace): Promise<void> {
  say(`pnpm install: adding stacks/${id} to the workspace and its lockfile`);
  await runPnpm({
    root: repositoryRoot,
    purpose: `add stacks/${id} to the workspace`,
    arguments: ["install", "--no-frozen-lockfile", "--prefer-offline"],
  });
}

async function link(like: Stack, { directory }: StackPlace): Promise<void> {
  const names = await linkPackages(like.directory, directory);
  say(`linked ${names.join(", ")} of this checkout into its node_modules`);
}

function nextSteps(like: Stack, { id, directory, isInside }: StackPlace): string {
  const path = relative(workingDirectory, directory);
  const name = quoteWord(isInside ? id : path.startsWith(".") ? path : `./${path}`);
  const routes = routesOf(like, directory);
  return [
    "",
    `pnpm bench verify ${name}`.padEnd(38) + "  every variant of it, against the contract",
    `pnpm bench --stack=${name},${like.id}`.padEnd(38) + "  next to what it was made from",
    "",
    ...(routes === undefined ? [] : [`the routes      ${join(path, routes)}`]),
    `the variants    ${join(path, "stack.json")} (what it serves, too: leave out workloads it does not)`,
    `the image       ${imageOf(like, directory, path)}`,
    "docs/adding-a-stack.md walks through the rest",
    "",
  ].join("\n");
}

function imageOf({ runtime }: Stack, directory: string, path: string): string {
  const own = join(path, "Dockerfile");
  return existsSync(join(directory, "Dockerfile"))
    ? own
    : `packages/workloads-${runtime}/Dockerfile, which all of its kind share (${own}, where there is one, goes before it)`;
}

/** The first file that a variant's command names, else the usual ones. */
function routesOf({ variants }: Stack, directory: string): string | undefined {
  const named = variants.flatMap(({ command }) => command);
  return [...named, "app.py", "main.go", "src/server.ts"].find(
    (file) => /\.\w+$/.test(file) && existsSync(join(directory, file)),
  );
}
