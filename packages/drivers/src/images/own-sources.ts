import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { ownTree } from "@stackbench/host";
import { appFileName, StackFailure, type OwnApp, type Stack } from "@stackbench/model";
import { asksFor, basesOf } from "./base-names.ts";
import { listFiles, oneFile } from "./list-files.ts";
import { listStackFiles } from "./list-stack-files.ts";
import { recipeFolder } from "./recipe-folder.ts";
import type { StackSources } from "./stack-image.ts";

/** The app's file of its own (`AppFile`), in the context. */
const told: ReadonlySet<string> = new Set([appFileName, `app/${appFileName}`]);

/** Bun and Deno are pinned once, for the catalogue's stacks and for apps as they are. */
const runtimesPlace = "packages/workloads-node/runtimes";

/** mod_wsgi, too. */
const modWsgiFiles = ["install-apache.sh", "requirements-apache.lock"].map(
  (name) => `packages/workloads-python/${name}`,
);

/**
 * What the image of an app as it is is built from: its folder at `app/` and the harness's recipe at `recipe/`, or, with a
 * Dockerfile of its own, the folder alone. Apache is in it where one of the stack's variants is served by it. Throws
 * StackFailure (stage `image`) without its folder.
 */
export async function ownSources(
  { directory, runtime, variants }: Pick<Stack, "directory" | "runtime" | "variants">,
  { install, interface: kind, entry = "" }: OwnApp,
): Promise<Omit<StackSources, "name">> {
  if (!existsSync(directory)) {
    throw new StackFailure("image", `expected the folder ${directory}, found none`);
  }
  const bringsOwn = install === "Dockerfile";
  const own = await listStackFiles(directory, bringsOwn ? "" : "app");
  const recipe = bringsOwn ? [] : await listFiles(recipeFolder(`own-${runtime}`), "recipe");
  if (!bringsOwn && runtime === "node") {
    recipe.push(...(await listFiles(join(ownTree, runtimesPlace), "recipe/runtimes")));
  }
  if (!bringsOwn && runtime === "python") {
    for (const place of modWsgiFiles) {
      recipe.push(await oneFile(join(ownTree, place), `recipe/mod_wsgi/${basename(place)}`));
    }
  }
  const isByApache = variants.some(({ server }) => server === "apache");
  if (isByApache) recipe.push(...(await listFiles(recipeFolder("own-apache"), "recipe/apache")));
  // What it tells the app comes at the start, and would stand in the image: often a secret.
  const files = [...own.files.filter(({ path }) => !told.has(path)), ...recipe];
  const place = bringsOwn ? "Dockerfile" : "recipe/Dockerfile";
  const dockerfile = files.find(({ path }) => path === place);
  if (dockerfile?.kind !== "bytes") {
    throw new StackFailure("image", `expected ${place} for the app's image, found none`);
  }
  const text = dockerfile.bytes.toString();
  const buildArguments = Object.entries({
    INSTALL: install,
    INTERFACE: kind,
    ENTRY: entry,
    APACHE: isByApache ? "yes" : "",
  });
  return {
    files,
    dockerfile: dockerfile.path,
    bases: basesOf(text),
    buildArguments: Object.fromEntries(buildArguments.filter(([name]) => asksFor(text, name))),
    leftOut: own.leftOut,
  };
}
