import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { ownTree } from "@stackbench/host";

/** A package of which something is bundled. */
interface ThirdParty {
  name: string;
  version: string;
  license: string;
  /** Of its licence and notice files; empty where it brings none. */
  texts: string[];
}

/**
 * The packages of which any of these files is, with their licences, as text to be read. `inputs`: paths from the root of
 * the repository. Throws where a package names no licence: nobody may hand that on.
 */
export async function thirdParty(inputs: readonly string[]): Promise<string> {
  const folders = inputs.flatMap((path) => packageFolder(path) ?? []);
  const packages = await Promise.all([...new Set(folders)].map(readPackage));
  const sorted = packages.toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const list = sorted.map(idOf).join("\n");
  const texts = sorted.map((each) => [rule, idOf(each), ...each.texts].join("\n\n"));
  return `${[intro, list, ...texts].join("\n\n")}\n`;
}

const intro =
  "Parts of these packages are in the files of programs/ and of tree/packages/, each under its own licence:";
const rule = "-".repeat(80);

const idOf = ({ name, version, license }: ThirdParty): string => `${name} ${version} (${license})`;

/** The folder of the package that a file is of; undefined for what is ours. */
export function packageFolder(path: string): string | undefined {
  return /^(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
}

async function readPackage(folder: string): Promise<ThirdParty> {
  const directory = join(ownTree, folder);
  const text = await readFile(join(directory, "package.json"), "utf8");
  const { name, version, license } = JSON.parse(text) as Record<string, unknown>;
  if (typeof license !== "string" || license === "UNLICENSED") {
    throw new Error(`${folder}: expected a licence in its package.json, got ${String(license)}`);
  }
  const files = (await readdir(directory)).filter((file) =>
    /^(licen[cs]e|copying|notice)/i.test(file),
  );
  const texts = await Promise.all(
    files.toSorted().map(async (file) => (await readFile(join(directory, file), "utf8")).trim()),
  );
  return { name: String(name), version: String(version), license, texts };
}
