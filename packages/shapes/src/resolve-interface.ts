import { UsageError, type InterfaceFile, type WrittenShape } from "@stackbench/model";

/** Where a repository's tree has its interfaces, one file `<id>.json` each (`InterfaceFile`). */
export const interfacesPlace = "packages/shapes/interfaces";

/** A way to serve an app: a variant without the app. */
export interface Shape extends Omit<WrittenShape, "like" | "command" | "server"> {
  name: string;
  command: string[];
  server: string;
}

/** How servers and apps speak with each other, and the ways to serve an app that does. */
export interface AppInterface {
  id: string;
  title: string;
  /** Where servers find an app by convention. */
  entry: string;
  /** In the order in which variants stand in lists. */
  shapes: Shape[];
}

/** Fills in what a shape has from the one that it is like. Throws UsageError for one that is like none above it. */
export function resolveInterface(
  id: string,
  { title, entry, shapes }: InterfaceFile,
): AppInterface {
  const resolved: Shape[] = [];
  for (const [name, { like, ...own }] of Object.entries(shapes)) {
    const base = resolved.find((shape) => shape.name === like);
    const { command = base?.command, server = base?.server } = own;
    if (like !== undefined && !base) {
      const above = resolved.map((shape) => shape.name).join(", ") || "none";
      throw new UsageError(
        `shapes.${name}.like: expected a shape above it (${above}), got "${like}"`,
      );
    }
    if (command === undefined || server === undefined) {
      throw new UsageError(
        `shapes.${name}: expected a command and a server, or a shape it is like`,
      );
    }
    const environment = { ...base?.environment, ...own.environment };
    resolved.push({ ...base, ...own, name, command, server, environment });
  }
  return { id, title, entry, shapes: resolved };
}
