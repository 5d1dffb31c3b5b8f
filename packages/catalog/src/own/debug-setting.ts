import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AppFile } from "@stackbench/model";

/** By which Django finds its settings. */
const variable = "DJANGO_SETTINGS_MODULE";
const named = new RegExp(`\\b${variable}["']\\s*(?:,|\\]\\s*=)\\s*["']([\\w.]+)["']`);

/**
 * By what the settings of a Django app say that it runs in debug mode, in words: "shop/settings.py says DEBUG = True". Undefined
 * where it is no such app, where they say something else, and where it is only known once they run.
 */
export async function debugSetting(
  directory: string,
  { entry = "", environment }: Pick<AppFile, "entry" | "environment">,
): Promise<string | undefined> {
  const textOf = async (file: string): Promise<string> =>
    await readFile(join(directory, file), "utf8").catch(() => "");
  const [served] = /^[\w.]+(?=:)/.exec(entry) ?? [];
  const namers = [...(served === undefined ? [] : [fileOf(served)]), "manage.py"];
  const texts = await Promise.all(namers.map(textOf));
  const found = texts.flatMap((text) => named.exec(text)?.[1] ?? []);
  const [module] = [environment[variable] ?? [], found].flat();
  if (module === undefined || !/^[\w.]+$/.test(module)) return undefined;
  const file = fileOf(module);
  const values = [
    ...(await textOf(file)).matchAll(/^DEBUG\s*(?::\s*\w+\s*)?=\s*(.*?)\s*(?:#.*)?$/gm),
  ];
  // The last one counts.
  return values.at(-1)?.[1] === "True" ? `${file} says DEBUG = True` : undefined;
}

function fileOf(module: string): string {
  return `${module.replaceAll(".", "/")}.py`;
}
