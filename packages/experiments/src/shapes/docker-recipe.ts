import type { VariantInfo } from "@stackbench/model";
import { quoteWord } from "@stackbench/report";

interface Ran {
  /** The image's name; null for one that the folder's Dockerfile makes. */
  image: string | null;
  /** Of the stack. */
  id: string;
  port: number;
  proxy: VariantInfo["proxy"];
}

/** How an image that runs what it says itself is built, where it is, and started. A proxy finds it on the loopback. */
export function dockerRecipe({ image, id, port, proxy }: Ran): {
  install?: string;
  command: string;
} {
  const name = image ?? id.toLowerCase();
  const at = proxy === "none" ? `${port}:${port}` : `127.0.0.1:${port}:${port}`;
  const told = `--env HOST=0.0.0.0 --env PORT=${port} --publish ${at}`;
  return {
    ...(image === null && { install: `docker build --tag ${quoteWord(name)} .` }),
    command: `docker run ${told} ${quoteWord(name)}`,
  };
}

/** What stands in a Dockerfile below what installs the app. In a container it listens on all addresses. */
export function dockerfileLines(install: string | undefined, line: string, port: number): string {
  return [
    ...(install === undefined ? [] : [`RUN ${install}`]),
    `EXPOSE ${port}`,
    `CMD ${line}`,
    "",
  ].join("\n");
}
