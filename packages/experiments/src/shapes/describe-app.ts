import { appFileName, workerCount, type Selected } from "@stackbench/model";
import type { OwnShapes, ReadApp } from "@stackbench/session";
import { sizeText } from "../workers/describe-grid.ts";
import { titleOf, type AskedPart } from "../asked/asked-requests.ts";

/** What was found and what is done with it, one line each. `cpuCount`: the server's CPUs. */
export function describeApp(
  { id, told, isWritten }: ReadApp,
  { shapes }: Pick<OwnShapes, "shapes">,
  selected: readonly Selected[],
  asked: readonly AskedPart[],
  cpuCount: number,
): string[] {
  const width = Math.max(...selected.map(({ variant }) => variant.id.length));
  const purposes = new Map(shapes.map(({ name, purpose }) => [name, purpose]));
  // One of another size is made of a shape, whose purpose may tell of its own.
  const madeOf = (name: string): string =>
    purposes.has(name) ? name : name.replace(/(-w[^-]+)?(-t\d+)?$/, "");
  const count = new Set(selected.map(({ variant }) => madeOf(variant.id))).size;
  const sizes = selected.length > count ? `, at ${selected.length} sizes` : "";
  return [
    ...told.map((line) => `${id}: ${line}`),
    ...(isWritten ? [] : [`${id}: found by looking; --init writes it into ${appFileName}`]),
    `asks for ${asked.map(({ request }) => titleOf(request)).join(", ")}, in ${count} of ${shapes.length} shapes${sizes} (--shape=all: every one):`,
    ...selected.map(({ variant }) => {
      const purpose = purposes.get(variant.id);
      const size = { workers: workerCount(variant, cpuCount), threads: variant.threads };
      const here = typeof variant.workers === "number" ? "" : ` (${sizeText(size, false)} here)`;
      const text =
        purpose === undefined
          ? `${madeOf(variant.id)} with ${sizeText(size, size.threads !== 1)}`
          : `${purpose}${here}`;
      return `  ${variant.id.padEnd(width)}  ${text}`;
    }),
  ];
}
