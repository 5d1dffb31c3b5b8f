import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AppFile } from "@stackbench/model";

/** What pins the versions of packages, by what names them: any one of these. */
const locks: Partial<Record<AppFile["install"], readonly string[]>> = {
  "package.json": ["package-lock.json", "pnpm-lock.yaml", "yarn.lock", "npm-shrinkwrap.json"],
  "pyproject.toml": ["uv.lock", "poetry.lock"],
  Gemfile: ["Gemfile.lock"],
  "composer.json": ["composer.lock"],
};

/** Of files that may well name none, what shows that they do. */
const namesPackages: Partial<Record<AppFile["install"], RegExp>> = {
  "package.json": /"(?:optionalD|devD|d)ependencies"\s*:\s*\{\s*"/,
  "pyproject.toml": /dependencies/,
};

/** In words, that nothing pins the packages of an app, whose image may hold others another day; undefined where something does. */
export async function missingLock(
  directory: string,
  install: AppFile["install"],
): Promise<string | undefined> {
  if (install === "requirements.txt") return await unpinned(directory, install);
  const wanted = locks[install];
  if (!wanted || wanted.some((name) => existsSync(join(directory, name)))) return undefined;
  const text = await readFile(join(directory, install), "utf8");
  if (namesPackages[install]?.test(text) === false) return undefined;
  return `no lockfile beside ${install} (${wanted.join(", ")}): it gets the newest versions that this allows`;
}

const most = 3;

/** pip has no lockfile: its list pins what it gives a version (`==`), an address or a file, or leaves it all to a list of constraints. */
async function unpinned(directory: string, install: string): Promise<string | undefined> {
  const text = await readFile(join(directory, install), "utf8");
  const lines = text.split("\n").map((line) => line.replace(/(?:^|\s)#.*$/, "").trim());
  if (lines.some((line) => /^(?:-c|--constraint)\b/.test(line))) return undefined;
  const names = lines.flatMap((line) => {
    const [, name, rest = ""] =
      /^([A-Za-z0-9][\w.-]*)((?:\s*\[[^\]]*\])?\s*(?:[^\s\w./:\\].*)?)$/.exec(line) ?? [];
    return name === undefined || /==|@/.test(rest.split(";")[0]!) ? [] : [name];
  });
  if (names.length === 0) return undefined;
  const others = names.length > most ? ` and ${names.length - most} more` : "";
  return `${install} says no version (==) of ${names.slice(0, most).join(", ")}${others}: it gets the newest that this allows`;
}
