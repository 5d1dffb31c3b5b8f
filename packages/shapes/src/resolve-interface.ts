import { entryPlace, UsageError, type InterfaceFile, type WrittenShape } from "@stackbench/model";

/** Where a repository's tree has its interfaces, one file `<id>.json` each (`InterfaceFile`). */
export const interfacesPlace = "packages/shapes/interfaces";
/** The same of apps as they are, that share no code with others (`OwnShapes`). */
export const ownShapesPlace = "packages/shapes/own";

/** A way to serve an app: a variant without the app. */
export interface Shape extends Omit<WrittenShape, "like" | "arguments" | "command" | "server"> {
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
  for (const [name, { like, arguments: added, ...own }] of Object.entries(shapes)) {
    const base = resolved.find((shape) => shape.name === like);
    const { command = withArguments(base?.command, added), server = base?.server } = own;
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
    if (added !== undefined && (own.command !== undefined || !base)) {
      throw new UsageError(
        `shapes.${name}.arguments: expected a shape it is like, whose command they are added to, and no command of its own`,
      );
    }
    const environment = { ...base?.environment, ...own.environment };
    resolved.push({ ...base, ...own, name, command, server, environment });
  }
  return { id, title, entry, shapes: resolved };
}

function withArguments(
  command: string[] | undefined,
  added: readonly string[] = [],
): string[] | undefined {
  if (command === undefined) return undefined;
  const end = command.at(-1) === entryPlace ? command.length - 1 : command.length;
  return command.toSpliced(end, 0, ...added);
}
