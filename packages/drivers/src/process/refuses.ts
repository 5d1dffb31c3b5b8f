import { isPacked, ownTree } from "@stackbench/host";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Stack, Variant } from "@stackbench/model";
import { appPath } from "./environment.ts";
import { findOnPath } from "./pinning.ts";

/** Why a variant cannot run as local processes; undefined where it can. `nodePath`: the Node that would run it. */
export function refuses(stack: Stack, variant: Variant, nodePath: string): string | undefined {
  if (stack.runtime !== "node") {
    return `runs on ${stack.runtime}, and only Node runs as a local process: --driver=docker`;
  }
  if (variant.proxy !== "none") return `needs ${variant.proxy} in front: --driver=docker`;
  if (variant.socket !== "tcp")
    return "listens on a unix socket, which needs a proxy in front: --driver=docker";
  if (variant.protocol !== "http")
    return `speaks ${variant.protocol}, which needs a proxy in front: --driver=docker`;
  // Filled at another moment, or by the first sitting for the later ones, it would not be what the variant is.
  if (variant.environment["NODE_COMPILE_CACHE"] !== undefined)
    return "reads a code cache that is filled when its image is built: --driver=docker";
  // Nothing is installed for them, and Node reads no TypeScript there.
  if (isPacked && stack.directory.startsWith(join(ownTree, "stacks")))
    return "runs as a local process in a checkout of the repository alone: --driver=docker, or --url= for a server that runs";
  const [program] = variant.command;
  // A tree that is still to be installed gets its programs then.
  const isInstalled = existsSync(join(stack.directory, "node_modules"));
  if (isInstalled && findOnPath(program!, appPath(stack, nodePath)) === undefined)
    return `starts with ${program}, which is not on this machine, but in its image: --driver=docker`;
  return undefined;
}
