import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Guess } from "./guess-app.ts";
import { installedBy } from "./installed-by.ts";

/** Where Quarkus puts the jar that is run, which needs what lies beside it. */
const quarkusJar = "target/quarkus-app/quarkus-run.jar";

/** What a pom.xml builds, whatever was built before; which jar that is, the build shows. Undefined without one. */
export async function guessMaven(directory: string): Promise<Guess | undefined> {
  const install = "pom.xml";
  const text = await readFile(join(directory, install), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const built = text.includes("quarkus-maven-plugin") ? { entry: quarkusJar } : {};
  const which = built.entry ?? "the jar that can be run, of those that Maven makes";
  return {
    app: { interface: "jvm", ...built, install },
    told: [`jvm app: ${which}`, installedBy(install)],
  };
}
