import { matchesGlob } from "node:path";
import type { AppInterface, Shape } from "./resolve-interface.ts";

/** What `all`, a name or a glob means among the shapes of an interface, in its order. Empty where it hits nothing. */
export function chooseShapes({ shapes }: Pick<AppInterface, "shapes">, pattern: string): Shape[] {
  return shapes.filter(({ name }) => pattern === "all" || matchesGlob(name, pattern));
}
