import type { VariantShape } from "@stackbench/model";

/** Why a variant cannot run in a pod; undefined where it can. */
export function refusal(variant: VariantShape): string | undefined {
  if (variant.proxy !== "none") return undefined;
  if (variant.socket === "unix") {
    return "it listens on a unix socket and has no proxy: nothing could load it";
  }
  if (variant.protocol !== "http") {
    return `it speaks ${variant.protocol} and has no proxy: nothing could load it`;
  }
  return undefined;
}
