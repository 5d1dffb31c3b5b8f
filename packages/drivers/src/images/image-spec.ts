import { createHash } from "node:crypto";
import type { ContextFile } from "./context-file.ts";

/** All that an image is made from. */
export interface ImageSpec {
  /** `load`, `stack-fastify`: the image is `stackbench/<name>:<hash>`. */
  name: string;
  files: readonly ContextFile[];
  /** Path of the Dockerfile in the context. */
  dockerfile: string;
  buildArguments: Readonly<Record<string, string>>;
  /** Ids of the images it is built on: a base that has changed makes another image. */
  baseIds: readonly string[];
  /** Large files that `buildArguments` identify already: fetched for a build only, not hashed. */
  fetch?: (signal?: AbortSignal) => Promise<ContextFile[]>;
}

/** Equal for equal content, whatever the order of the files. 16 hexadecimal digits. */
export function hashOf(spec: Omit<ImageSpec, "name" | "fetch">): string {
  const hash = createHash("sha256");
  // Each part goes with its length: no two different specs may run together to the same bytes.
  const add = (part: string | Buffer): void => {
    hash.update(`${Buffer.byteLength(part)}:`).update(part);
  };
  add(spec.dockerfile);
  const entries = Object.entries(spec.buildArguments);
  for (const [key, value] of entries.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    add(`argument ${key}=${value}`);
  }
  for (const id of spec.baseIds.toSorted()) add(`base ${id}`);
  for (const file of spec.files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    add(`${file.kind} ${file.path}`);
    if (file.kind === "link") add(file.target);
    else if (file.kind === "bytes") {
      add(file.executable ? "x" : "-");
      add(file.bytes);
    }
  }
  return hash.digest("hex").slice(0, 16);
}

export const imagePrefix = "stackbench/";

export function tagOf(spec: ImageSpec): string {
  return `${imagePrefix}${spec.name}:${hashOf(spec)}`;
}
