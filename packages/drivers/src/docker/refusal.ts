import type { VariantShape } from "@stackbench/model";
import { mostGroups } from "./addresses.ts";

/** Why a variant cannot run in a pod; undefined where it can. */
export function refusal(variant: VariantShape): string | undefined {
  const groups = Object.keys(variant.processGroups ?? {}).length;
  if (groups > mostGroups)
    return `it has ${groups} process groups: at most ${mostGroups} have ports`;
  if (variant.proxy !== "none") return undefined;
  if (variant.socket === "unix") {
    return "it listens on a unix socket and has no proxy: nothing could load it";
  }
  if (variant.protocol !== "http") {
    return `it speaks ${variant.protocol} and has no proxy: nothing could load it`;
  }
  return undefined;
}
