import { readdir } from "node:fs/promises";
import { join, posix } from "node:path";
import type { Guess } from "./guess-app.ts";
import { installedBy } from "./installed-by.ts";
import { onlyOne } from "./only-one.ts";

/** Where Maven and Gradle put what they make, and the folder itself. */
const places = [".", "target", "build/libs"];
/** Of what they make, these cannot be run. */
const beside = /(^original-|-(sources|javadoc|plain|tests)\.jar$)/;

/** The jar that was built. Undefined without any. Throws UsageError where there are several, of which a person names one. */
export async function guessJar(directory: string): Promise<Guess | undefined> {
  for (const place of places) {
    const names = await readdir(join(directory, place)).catch(() => []);
    const jars = names.filter((name) => name.endsWith(".jar") && !beside.test(name)).toSorted();
    const jar = onlyOne(
      directory,
      jars.map((name) => posix.join(place, name)),
      "jar that can be run",
      (first) => `{ "interface": "jvm", "entry": "${first}" }`,
    );
    if (jar === undefined) continue;
    const told = [`jvm app ${jar}: the jar that was built`, installedBy("none")];
    return { app: { interface: "jvm", entry: jar, install: "none" }, told };
  }
  return undefined;
}
