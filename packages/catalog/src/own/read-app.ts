import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import {
  appFileName,
  appFileSchema,
  installersOf,
  UsageError,
  type AppFile,
  type OwnInterface,
} from "@stackbench/model";
import { z } from "zod";
import { readJsonFile } from "../read-json-file.ts";
import { debugSetting } from "./debug-setting.ts";
import { guessApp } from "./guess-app.ts";
import { exposedIn } from "./guess-image.ts";
import { missingLock } from "./missing-lock.ts";

/** An app as it is. `directory` is absolute. */
export interface ReadApp {
  /** The folder's name, or the image's. */
  id: string;
  directory: string;
  app: AppFile;
  /** How each part of it is known, one line each: "interface wsgi: app.py has `app = Flask(`". */
  told: string[];
  /** Whether its `stackbench.json` says it, or it was found by looking. */
  isWritten: boolean;
  /** What fills its database. */
  seedSql?: string;
  /** Where it listens, as its file or its Dockerfile says. */
  port?: number;
  /** Of the image that the app is, once the engine was asked. */
  imageId?: string;
  /** By what its files tell that it runs in debug mode; absent where they do not. */
  debug?: string;
}

/**
 * An app from its `stackbench.json`, else by looking at its folder. Throws UsageError where there is no folder, for a
 * file that is not as it should be, naming field, expected and got, and where nothing is found that could be served.
 */
export async function readApp(directory: string): Promise<ReadApp> {
  const id = basename(directory);
  if (!existsSync(directory)) {
    throw new UsageError(`${directory}: expected the folder of an app, found none`);
  }
  const file = join(directory, appFileName);
  if (!existsSync(file)) {
    const { app, told } = await guessApp(directory);
    const noted = await withNotes(told, directory, app);
    return await withPort({ id, directory, app, ...noted, isWritten: false });
  }
  const { app, ...seed } = await readWritten(directory);
  if (app.install !== "none" && !existsSync(join(directory, app.install))) {
    throw new UsageError(`${file}: install: expected a file of the folder, got "${app.install}"`);
  }
  const { interface: kind, entry, install, image } = app;
  const what = image === undefined ? `installed by ${install}` : `image ${image}`;
  const line = `${kind} app${entry === undefined ? "" : ` ${entry}`}, ${what} (${appFileName})`;
  const noted = await withNotes([line], directory, app);
  return await withPort({ id, directory, app, ...noted, isWritten: true, ...seed });
}

/**
 * An app that is an image of the engine. What a folder's `stackbench.json` says of environment, services, path and port
 * counts for it, where a folder is given. Throws UsageError for such a file that is not as it should be.
 */
export async function readImageApp(image: string, folder: string | undefined): Promise<ReadApp> {
  const plain = { interface: "command", image };
  const isThere = folder !== undefined && existsSync(join(folder, appFileName));
  const { app: written, ...seed } = isThere ? await readWritten(folder) : { app: {} };
  const app = appFileSchema.parse({ ...written, ...plain, entry: undefined, install: "none" });
  const name = image
    .replace(/^sha256:/, "")
    .split("/")
    .at(-1)!;
  const id = name.split(/[:@]/)[0]!.slice(0, 40);
  const told = [`image ${image}, run as it says itself`];
  // It has no folder that anything is read from.
  const directory = folder ?? "/";
  return await withPort({ id, directory, app, told, isWritten: true, ...seed });
}

async function readWritten(directory: string): Promise<Pick<ReadApp, "app" | "seedSql">> {
  const file = join(directory, appFileName);
  const schema = z.preprocess((written) => withInstaller(written, directory), appFileSchema);
  const { $schema: _, ...app } = await readJsonFile(file, schema, "not found");
  const { postgres } = app.services;
  if (typeof postgres !== "string") return { app };
  const seedSql = await readFile(join(directory, postgres), "utf8").catch((cause: Error) => {
    throw new UsageError(
      `${file}: services.postgres: expected a file of the folder, got: ${cause.message}`,
      { cause },
    );
  });
  return { app, seedSql };
}

/** What it is installed by: as written, else what stands beside the file. A command may be anything, and is asked nothing. */
function withInstaller(written: unknown, directory: string): unknown {
  const { interface: kind, install } = (written ?? {}) as Record<string, unknown>;
  if (install !== undefined || kind === "command") return written;
  const found = installersOf[kind as OwnInterface]?.find((name) =>
    existsSync(join(directory, name)),
  );
  return found === undefined ? written : { ...(written as object), install: found };
}

/** With what of its files makes its figures others than a deployment's, or another day's. */
async function withNotes(
  told: string[],
  directory: string,
  app: AppFile,
): Promise<Pick<ReadApp, "told" | "debug">> {
  const missing = await missingLock(directory, app.install);
  const debug = await debugSetting(directory, app);
  return {
    told: [
      ...told,
      ...(missing === undefined ? [] : [missing]),
      ...(debug === undefined ? [] : [`${debug}: ${whatToDo}`]),
    ],
    ...(debug !== undefined && { debug }),
  };
}

const whatToDo =
  "it costs time and memory that no deployment pays. Measure with False (ALLOWED_HOSTS then has to name 127.0.0.1), or with other settings: " +
  `"environment": { "DJANGO_SETTINGS_MODULE": "…" } in ${appFileName}`;

/** What its Dockerfile says where nothing else does. */
async function withPort(read: ReadApp): Promise<ReadApp> {
  const { app, directory, told } = read;
  if (app.port !== undefined) return { ...read, port: app.port };
  if (app.install !== "Dockerfile") return read;
  const port = exposedIn(await readFile(join(directory, app.install), "utf8"));
  if (port === undefined) return read;
  return { ...read, port, told: [...told, `listens on ${port}, as its Dockerfile's EXPOSE says`] };
}
