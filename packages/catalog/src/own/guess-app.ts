import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  appFileName,
  appFileSchema,
  UsageError,
  type AppFile,
  type OwnInstaller,
} from "@stackbench/model";
import { guessGo } from "./guess-go.ts";
import { guessDockerfile } from "./guess-image.ts";
import { guessJar } from "./guess-jar.ts";
import { guessNode } from "./guess-node.ts";
import { guessMaven } from "./guess-maven.ts";
import { guessPhp } from "./guess-php.ts";
import { guessPython, unknownPython } from "./guess-python.ts";
import { guessRuby } from "./guess-ruby.ts";

/** What was found, and by what. */
export interface Guess {
  app: Pick<AppFile, "interface" | "entry" | "install">;
  told: string[];
}

const gradleFiles = ["build.gradle", "build.gradle.kts"];
const pythonInstallers = ["requirements.txt", "pyproject.toml"] as const;

/**
 * Looks at a folder as somebody would who is to start its app. What belongs to Python, Ruby and PHP goes before what belongs
 * to Node: many of their projects have a package.json for their pages. A Dockerfile counts where nothing else does, for it
 * leaves the least to choose. Throws UsageError where nothing is found, with what was looked for.
 */
export async function guessApp(directory: string): Promise<{ app: AppFile; told: string[] }> {
  const has = (name: string): boolean => existsSync(join(directory, name));
  const installer: OwnInstaller | undefined = pythonInstallers.find(has);
  const found =
    (await guessPython(directory, installer ?? "none")) ??
    (has("go.mod") ? await guessGo(directory) : undefined) ??
    (await guessMaven(directory)) ??
    (await guessJar(directory)) ??
    guessRuby(has) ??
    guessPhp(has) ??
    (await guessNode(directory, has("package.json") ? "package.json" : "none")) ??
    (await guessDockerfile(directory));
  if (found) return { ...found, app: appFileSchema.parse(found.app) };
  const unknown = await unknownPython(directory);
  if (unknown) {
    throw new UsageError(
      `${directory}: ${unknown.told}, of which it is not known how it is served: say so in ${join(directory, appFileName)}, { "interface": "asgi", "entry": "${unknown.entry}" }, or "wsgi"`,
    );
  }
  if (gradleFiles.some(has)) {
    throw new UsageError(
      `${directory}: it is built by Gradle, which is not run here: build it first (./gradlew build), and the jar in build/libs/ is served; or say in a Dockerfile how it is built`,
    );
  }
  const beside = has("Dockerfile")
    ? 'It has a Dockerfile, which has no CMD: say what it runs, { "interface": "command", "entry": "./server", "install": "Dockerfile" }.'
    : 'Say what it is: { "interface": "wsgi", "entry": "module:callable", "install": "requirements.txt" }, or "node", "rack" or "php" and a file, or "command" and what listens on $PORT.';
  throw new UsageError(
    `${directory}: expected an app: a module of Python with an app in it (app = Flask(…), FastAPI(…), get_wsgi_application(), application), or a config.ru, or an index.php, or a package.json with a start script or main, or a server.js, or a go.mod with a package main, or a pom.xml, or a jar in target/ or build/libs/, or a Dockerfile with a CMD; found none. ${beside} It goes into ${join(directory, appFileName)}`,
  );
}
