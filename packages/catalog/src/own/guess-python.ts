import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import type { AppFile } from "@stackbench/model";
import type { Guess } from "./guess-app.ts";
import { installedBy } from "./installed-by.ts";

/** What makes an app, and what servers speak with it. */
const makers: readonly { interface: "wsgi" | "asgi"; call: RegExp; words: string }[] = [
  { interface: "wsgi", call: /(?:flask\.)?Flask\(/, words: "Flask(" },
  { interface: "asgi", call: /(?:fastapi\.)?FastAPI\(/, words: "FastAPI(" },
  { interface: "asgi", call: /Starlette\(/, words: "Starlette(" },
  { interface: "asgi", call: /Quart\(/, words: "Quart(" },
  { interface: "asgi", call: /Litestar\(/, words: "Litestar(" },
  { interface: "asgi", call: /get_asgi_application\(/, words: "get_asgi_application(" },
  { interface: "wsgi", call: /get_wsgi_application\(/, words: "get_wsgi_application(" },
  { interface: "wsgi", call: /falcon\.(?:App|API)\(/, words: "falcon.App(" },
  { interface: "asgi", call: /falcon\.asgi\.App\(/, words: "falcon.asgi.App(" },
  { interface: "wsgi", call: /(?:bottle\.)?(?:Bottle|default_app)\(/, words: "Bottle(" },
];

/** An app that is a function by itself. */
const callables: readonly {
  interface: "wsgi" | "asgi";
  call: RegExp;
  told(name: string): string;
}[] = [
  {
    interface: "wsgi",
    call: /^def (application|app)\(\s*environ\b/m,
    told: (name) => `def ${name}(environ, …)`,
  },
  {
    interface: "asgi",
    call: /^async def (application|app)\(\s*scope\b/m,
    told: (name) => `async def ${name}(scope, …)`,
  },
];

/** Modules where people put their app, the first that has one counts. Those of a package come behind. */
const usual = ["app.py", "wsgi.py", "main.py", "application.py", "server.py", "asgi.py"];
const mostBytes = 256 * 1024;

/** Undefined where no module of the folder, or of a folder right below it, has an app. */
export async function guessPython(
  directory: string,
  install: AppFile["install"],
): Promise<Guess | undefined> {
  for (const file of await modulesIn(directory)) {
    const text = (await readFile(join(directory, file), "utf8")).slice(0, mostBytes);
    const found = appIn(text);
    if (!found) continue;
    const entry = entryOf(file, found.name);
    const told = [
      `${found.interface} app ${entry}: ${file} has ${found.words}`,
      installedBy(install),
    ];
    return { app: { interface: found.interface, entry, install }, told };
  }
  return undefined;
}

/**
 * Where something stands by an app's usual name that no known framework made there: `app.py has app = Datasette(`,
 * `wsgi.py has from shop import app as application`.
 */
export async function unknownPython(
  directory: string,
): Promise<{ told: string; entry: string } | undefined> {
  for (const file of await modulesIn(directory)) {
    const text = (await readFile(join(directory, file), "utf8")).slice(0, mostBytes);
    const [, name, call] = /^(app|application)\s*=\s*([\w.]+\()/m.exec(text) ?? [];
    if (name !== undefined)
      return { told: `${file} has ${name} = ${call}`, entry: entryOf(file, name) };
    const imported =
      /^from [\w.]+ import (?:[^#\n]*[ ,(])?(app|application)(?!\w| +as\b)[^#\n]*/m.exec(text);
    if (imported)
      return { told: `${file} has ${imported[0].trim()}`, entry: entryOf(file, imported[1]!) };
  }
  return undefined;
}

/** The name that an app has in a module; undefined without one. */
function appIn(
  text: string,
): { interface: "wsgi" | "asgi"; name: string; words: string } | undefined {
  for (const line of text.split("\n")) {
    // Only what stands at the module's level can be named from outside.
    const [, name, value] = /^([A-Za-z_]\w*)(?:\s*:\s*[\w.]+)?\s*=\s*(\S.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const maker = makers.find(({ call }) => new RegExp(`^${call.source}`).test(value));
    if (maker) return { interface: maker.interface, name, words: `${name} = ${maker.words}` };
  }
  for (const { interface: kind, call, told } of callables) {
    const name = call.exec(text)?.[1];
    if (name !== undefined) return { interface: kind, name, words: told(name) };
  }
  return undefined;
}

function entryOf(file: string, name: string): string {
  return `${file.replace(/\.py$/, "").replaceAll("/", ".")}:${name}`;
}

async function modulesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && /^\w+$/.test(entry.name));
  const below = await Promise.all(
    folders.map(async ({ name }) => {
      const names = await readdir(join(directory, name)).catch(() => []);
      return inOrder(names).map((file) => posix.join(name, file));
    }),
  );
  const own = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  return [...inOrder(own), ...below.flat()];
}

function inOrder(names: readonly string[]): string[] {
  return usual.filter((name) => names.includes(name));
}
