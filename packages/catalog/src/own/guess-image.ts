import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Guess } from "./guess-app.ts";

/** By the app's own Dockerfile, where that says what is run. */
export async function guessDockerfile(directory: string): Promise<Guess | undefined> {
  const text = await readFile(join(directory, "Dockerfile"), "utf8").catch(() => "");
  if (!/^\s*(CMD|ENTRYPOINT)\s/im.test(text)) return undefined;
  return {
    app: { interface: "command", install: "Dockerfile" },
    told: ["built by its Dockerfile, and run as that says"],
  };
}

/**
 * The one TCP port that the last image of a Dockerfile says it listens on; undefined where it says none, several, or one
 * that is only known once it is built.
 */
export function exposedIn(dockerfile: string): number | undefined {
  const last = dockerfile.split(/^\s*FROM\s/im).at(-1) ?? "";
  const words = [...last.matchAll(/^\s*EXPOSE\s+(.+)$/gim)].flatMap(([, rest]) =>
    rest!.trim().split(/\s+/),
  );
  return onlyPort(words);
}

/** Of words such as `3000`, `8080/tcp`, `53/udp`. */
export function onlyPort(words: readonly string[]): number | undefined {
  const ports = words.flatMap((word) => /^(\d+)(?:\/tcp)?$/i.exec(word)?.[1] ?? []);
  const [port, ...more] = new Set(ports.map(Number));
  return more.length === 0 ? port : undefined;
}
