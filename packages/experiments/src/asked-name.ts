import type { Selected } from "@stackbench/model";

/** How a variant is asked for: `flask:gunicorn-w5`; one of a folder outside by that folder. */
export function askedName({ stack, variant }: Selected): string {
  return `${stack.external ? stack.directory : stack.id}:${variant.id}`;
}
