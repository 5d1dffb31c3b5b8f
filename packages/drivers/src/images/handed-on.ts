import type { Image } from "./ensure.ts";
import type { ImageSpec } from "./image-spec.ts";

/**
 * Versions that the bases tell and that the Dockerfile asks for (`ARG GOLANG_VERSION`), as build arguments: an image
 * may end on another base than the one that it is made with, and takes over nothing of that one's environment.
 */
export function handedOn(
  { files, dockerfile }: Pick<ImageSpec, "files" | "dockerfile">,
  bases: readonly Pick<Image, "environment">[],
): [name: string, version: string][] {
  const file = files.find(({ path }) => path === dockerfile);
  const text = file?.kind === "bytes" ? file.bytes.toString() : "";
  const asked = new Set([...text.matchAll(/^ARG\s+(\w+_VERSION)$/gm)].map((match) => match[1]));
  return bases.flatMap(({ environment }) =>
    Object.entries(environment).filter(([name]) => asked.has(name)),
  );
}
