import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { UsageError, type AppFile } from "@stackbench/model";
import { z } from "zod";
import type { Guess } from "./guess-app.ts";
import { guessNext } from "./guess-next.ts";
import { installedBy } from "./installed-by.ts";

/** As far as it tells how the app is started. */
const packageSchema = z.object({
  main: z.string().optional(),
  scripts: z.record(z.string(), z.string()).optional(),
});

const usual = [
  "server.js",
  "server.mjs",
  "app.js",
  "app.mjs",
  "index.js",
  "index.mjs",
  "src/server.js",
  "src/index.js",
];

/** Undefined where neither a package.json nor a usual name tells of a program. Throws UsageError for one that is no JSON. */
export async function guessNode(
  directory: string,
  install: Extract<AppFile["install"], "package.json" | "none">,
): Promise<Guess | undefined> {
  const said = install === "none" ? undefined : await readPackage(join(directory, install));
  const found = await startOf(directory, said);
  if (!found) return undefined;
  const { by, ...app } = found;
  const built = isBuilt(said) ? ", then built by its script" : "";
  const told = [`${app.interface} app ${app.entry}: ${by}`, `${installedBy(install)}${built}`];
  return { app: { ...app, install }, told };
}

type Start = Pick<AppFile, "interface" | "entry"> & { by: string };

type Package = z.output<typeof packageSchema>;

function isBuilt(said: Package | undefined): boolean {
  return said?.scripts?.["build"] !== undefined;
}

async function startOf(directory: string, said: Package | undefined): Promise<Start | undefined> {
  const has = (file: string): boolean => existsSync(join(directory, file));
  if (said) {
    const { scripts, main } = said;
    const next = isBuilt(said) ? await guessNext(directory) : undefined;
    if (next) return next;
    const start = scripts?.["start"];
    // A program alone can be served in all shapes; what a shell must put together only as it is. Where a framework starts
    // for its developer, what is for production has a name of its own.
    for (const script of ["start", "start:prod"]) {
      const line = scripts?.[script] ?? "";
      const [, file] = /^(?:NODE_ENV=\w+ )?node (?!-)([\w./-]+)$/.exec(line) ?? [];
      if (file === undefined) continue;
      const by = `package.json says "${script}": "${line}"`;
      return { interface: "node", entry: withEnding(file, has), by };
    }
    if (start !== undefined) {
      const by = `package.json starts "${start}", which is no file alone for node${fileOf(start)}`;
      return { interface: "command", entry: "npm start", by };
    }
    if (main !== undefined && has(withEnding(main, has))) {
      return {
        interface: "node",
        entry: withEnding(main, has),
        by: "package.json names it as main",
      };
    }
  }
  const entry = usual.find(has);
  return entry === undefined ? undefined : { interface: "node", entry, by: "by its name" };
}

/** What makes one, for all shapes of Node apps. */
function fileOf(start: string): string {
  return /\bnext start\b/.test(start)
    ? ` (output: "standalone" in next.config.js makes one, which can be served in all shapes of Node apps)`
    : "";
}

/** `node server` starts server.js, and `node dist/main` what a build makes later. Other runtimes want the whole name. */
function withEnding(file: string, has: (file: string) => boolean): string {
  const plain = normalize(file);
  const isUnbuilt = plain.includes("/") && extname(plain) === "";
  return !has(plain) && (isUnbuilt || has(`${plain}.js`)) ? `${plain}.js` : plain;
}

async function readPackage(file: string): Promise<Package> {
  const text = await readFile(file, "utf8");
  try {
    return packageSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new UsageError(`${file}: expected a package.json, got: ${(cause as Error).message}`, {
      cause,
    });
  }
}
