import {
  entryPlace,
  frameworkPlace,
  UsageError,
  variantSchema,
  type StackFile,
  type VariantShape,
} from "@stackbench/model";
import type { Shape } from "./resolve-interface.ts";

/** How many processes and threads; what is left out is as the shape has it. */
type Size = Partial<Pick<VariantShape, "workers" | "threads">>;

export interface ServedApp {
  shape: Shape;
  /** Where the server finds the app. */
  entry: string;
  /** The server, where the shape says that the app's framework is. */
  framework: StackFile["framework"];
  size?: Size;
}

/**
 * An app in a shape. Its id is the shape's name, and at a size of its own says that: `gunicorn-w3`, `gthread-1x4-w8-t2`.
 * Throws UsageError for a framework that is asked for and is not there, and for a size of process groups.
 */
export function variantIn({
  shape,
  entry,
  framework,
  size = {},
}: ServedApp): VariantShape & { id: string } {
  const { name, purpose: _, ...rest } = shape;
  if (rest.server === frameworkPlace && framework === undefined) {
    throw new UsageError(
      `framework: expected the package that serves, for the shape ${name} has no other server; got nothing`,
    );
  }
  if (rest.processGroups !== undefined && Object.keys(size).length > 0) {
    throw new UsageError(`expected a shape with one size, got ${name}: its groups have their own`);
  }
  const server = rest.server === frameworkPlace ? framework! : rest.server;
  const command = rest.command.map((word) => (word === entryPlace ? entry : word));
  return { id: idAt(name, size), ...variantSchema.parse({ ...rest, ...size, server, command }) };
}

/** True where its command has no place for an entry: it serves the one that its interface has by convention. */
export function servesItsOwnEntry({ command }: Pick<Shape, "command">): boolean {
  return !command.includes(entryPlace);
}

function idAt(name: string, { workers, threads }: Size): string {
  const parts = [
    ...(workers === undefined ? [] : [`w${String(workers).replace("+", "")}`]),
    ...(threads === undefined ? [] : [`t${threads}`]),
  ];
  return [name, ...parts].join("-");
}
