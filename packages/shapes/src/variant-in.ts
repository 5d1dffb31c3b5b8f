import {
  entryPlace,
  frameworkPlace,
  UsageError,
  variantSchema,
  type StackFile,
  type VariantShape,
} from "@stackbench/model";
import type { Shape } from "./resolve-interface.ts";

export interface ServedApp {
  shape: Shape;
  /** Where the server finds the app. */
  entry: string;
  /** The server, where the shape says that the app's framework is. */
  framework: StackFile["framework"];
}

/** An app in a shape. Its id is the shape's name. Throws UsageError for a framework that is asked for and is not there. */
export function variantIn({ shape, entry, framework }: ServedApp): VariantShape & { id: string } {
  const { name, purpose: _, ...rest } = shape;
  if (rest.server === frameworkPlace && framework === undefined) {
    throw new UsageError(
      `framework: expected the package that serves, for the shape ${name} has no other server; got nothing`,
    );
  }
  const server = rest.server === frameworkPlace ? framework! : rest.server;
  const command = rest.command.map((word) => (word === entryPlace ? entry : word));
  const script = rest.script?.replace(entryPlace, entry);
  return { id: name, ...variantSchema.parse({ ...rest, server, command, script }) };
}

/** True where neither its command nor its script has a place for an entry: it serves the one that its interface has by convention. */
export function servesItsOwnEntry({ command, script }: Pick<Shape, "command" | "script">): boolean {
  return !command.includes(entryPlace) && script?.includes(entryPlace) !== true;
}
