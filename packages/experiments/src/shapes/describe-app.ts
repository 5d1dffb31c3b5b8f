import { appFileName, type Selected } from "@stackbench/model";
import type { OwnShapes, ReadApp } from "@stackbench/session";
import { titleOf, type AskedPart } from "../asked/asked-requests.ts";

/** What was found and what is done with it, one line each. */
export function describeApp(
  { id, told, isWritten }: ReadApp,
  { shapes }: Pick<OwnShapes, "shapes">,
  selected: readonly Selected[],
  asked: readonly AskedPart[],
): string[] {
  const width = Math.max(...selected.map(({ variant }) => variant.id.length));
  const purposes = new Map(shapes.map(({ name, purpose }) => [name, purpose]));
  // One of another size has the purpose of the shape that it is made of.
  const purposeOf = (name: string): string =>
    purposes.get(name) ?? purposes.get(name.replace(/(-w[^-]+)?(-t\d+)?$/, "")) ?? "";
  return [
    ...told.map((line) => `${id}: ${line}`),
    ...(isWritten ? [] : [`${id}: found by looking; --init writes it into ${appFileName}`]),
    `asks for ${asked.map(({ request }) => titleOf(request)).join(", ")}, in ${selected.length} of ${shapes.length} shapes (--shape=all: every one):`,
    ...selected.map(({ variant }) => `  ${variant.id.padEnd(width)}  ${purposeOf(variant.id)}`),
  ];
}
