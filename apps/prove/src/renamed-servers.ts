import { loadReferenceServers } from "@stackbench/session";
import type { Selected } from "@stackbench/model";
import { copiesOf } from "./copies.ts";

/** Reference servers under other names: `{ base: "burn-0", head: "burn-5" }`. All are of one stack and one image. */
export async function renamedServers(
  variantByName: Readonly<Record<string, string>>,
): Promise<Selected[]> {
  const servers = await loadReferenceServers();
  return Object.entries(variantByName).flatMap(([name, variant]) => {
    const found = servers.get(variant);
    if (!found) {
      const known = [...servers.keys()].join(", ");
      throw new Error(`expected the reference server ${variant}, got only ${known}`);
    }
    return copiesOf(found, [name]);
  });
}
