import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { closest, UsageError, type Selected } from "@stackbench/model";
import {
  findSized,
  loadCatalog,
  repositoryRoot,
  selectVariants,
  workingDirectory,
  type ReadApp,
} from "@stackbench/session";
import type { AskedApp } from "../shapes/read-own-app.ts";
import { readStack } from "../shapes/read-stack.ts";
import { git } from "./git.ts";
import { installStack } from "./install.ts";
import { shareModules } from "./share-modules.ts";

/** The repository that a stack's code is kept in, and how the stack is found in a tree of it. */
export interface StackHome {
  /** The root of the checkout. */
  root: string;
  /** What the folder holds where it is an app as it is, without a stack.json. */
  app?: ReadApp;
  /** The variant as a tree of that repository has it; of several the stack's first. Throws UsageError. */
  findIn(tree: string): Promise<Selected>;
  /** Gives a tree what a local process needs. Throws UsageError, HostError, or the signal's reason. */
  install(tree: string, signal: AbortSignal): Promise<void>;
}

/**
 * From `--stack=`: `fastify` and `fastify:cluster` are of this repository, `./my-app` and `./my-app:bare` of whichever
 * the folder lies in: without a stack.json in it, an app as it is, in its plainest shape where none is named. Throws UsageError where that is not one variant, or no checkout.
 */
export async function findHome(stack: string): Promise<StackHome> {
  if (/[*?[{,]/.test(stack)) {
    throw new UsageError(
      `--stack: expected one variant of one stack such as fastify, fastify:cluster or ./my-app, got "${stack}"`,
    );
  }
  if (!stack.startsWith(".") && !stack.includes("/")) return ownHome(stack);
  const [, path = stack, variant = "*"] = /^(.*?)(?::([^:/]+))?$/.exec(stack) ?? [];
  const folder = await realpath(resolve(workingDirectory, path)).catch(() => {
    throw new UsageError(`--stack=${stack}: expected a folder, found none`);
  });
  const root = await git(["rev-parse", "--show-toplevel"], { root: folder }).catch(
    (cause: Error) => {
      throw new UsageError(
        `--stack=${stack}: expected a folder of a git checkout, got: ${cause.message.trim()}`,
        { cause },
      );
    },
  );
  const place = relative(root, folder);
  const [, ownId] = /^stacks\/([^/]+)$/.exec(place) ?? [];
  if (root === repositoryRoot && ownId !== undefined) {
    return ownHome(variant === "*" ? ownId : `${ownId}:${variant}`);
  }
  if (!existsSync(join(folder, "stack.json"))) return await appHome(root, folder, variant);
  return {
    root,
    async findIn(tree) {
      const pattern = `${join(tree, place)}:${variant}`;
      const catalog = await loadCatalog(repositoryRoot);
      const [found] = await selectVariants(catalog, [pattern], workingDirectory);
      // A tree's own folder is named after its commit.
      return { ...found!, stack: { ...found!.stack, id: basename(folder) } };
    },
    install: (tree) => shareModules(folder, join(tree, place)),
  };
}

async function appHome(root: string, folder: string, shape: string): Promise<StackHome> {
  const place = relative(root, folder);
  const { read: app } = await readStack(inFolder(folder));
  return {
    root,
    app,
    async findIn(tree) {
      const { own, stack: found } = await readStack(inFolder(join(tree, place)));
      const stack = { ...found, id: app.id };
      const name = shape === "*" ? own.usual[0]! : shape;
      const variant = stack.variants.find(({ id }) => id === name) ?? findSized(stack, name);
      if (variant) {
        const named = { ...variant, stackId: app.id };
        // Its image needs the server of this alone.
        return { stack: { ...stack, variants: [named] }, variant: named };
      }
      const names = stack.variants.map(({ id }) => id);
      throw new UsageError(
        `--stack: expected a shape of ${own.id} (${names.join(", ")}), got "${name}"${closest(name, names)}`,
      );
    },
    // Its image brings what it needs.
    install: () => Promise.resolve(),
  };
}

function ownHome(stack: string): StackHome {
  const [id = stack] = stack.split(":");
  return {
    root: repositoryRoot,
    async findIn(tree) {
      const [first] = await selectVariants(await loadCatalog(tree), [stack], workingDirectory);
      return first!;
    },
    install: (tree, signal) => installStack(tree, id, signal),
  };
}

function inFolder(directory: string): AskedApp {
  return { directory, image: undefined, path: undefined, port: undefined };
}
