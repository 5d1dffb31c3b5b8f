import type { Stack, Variant } from "@stackbench/model";

/** Why a variant cannot run as local processes; undefined where it can. */
export function refuses(stack: Stack, variant: Variant): string | undefined {
  if (stack.runtime !== "node") {
    return `runs on ${stack.runtime}, and only Node runs as a local process: --driver=docker`;
  }
  if (variant.proxy !== "none") return `needs ${variant.proxy} in front: --driver=docker`;
  if (variant.socket !== "tcp")
    return "listens on a unix socket, which needs a proxy in front: --driver=docker";
  if (variant.protocol !== "http")
    return `speaks ${variant.protocol}, which needs a proxy in front: --driver=docker`;
  return undefined;
}
