import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { appFileName, appFileSchema, UsageError, type AppFile } from "@stackbench/model";
import { readJsonFile } from "../read-json-file.ts";
import { guessApp } from "./guess-app.ts";

/** An app as it is. `directory` is absolute. */
export interface ReadApp {
  /** The folder's name. */
  id: string;
  directory: string;
  app: AppFile;
  /** How each part of it is known, one line each: "interface wsgi: app.py has `app = Flask(`". */
  told: string[];
  /** Whether its `stackbench.json` says it, or it was found by looking. */
  isWritten: boolean;
  /** What fills its database. */
  seedSql?: string;
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
    return { id, directory, ...(await guessApp(directory)), isWritten: false };
  }
  const { $schema: _, ...app } = await readJsonFile(file, appFileSchema, "not found");
  if (app.install !== "none" && !existsSync(join(directory, app.install))) {
    throw new UsageError(`${file}: install: expected a file of the folder, got "${app.install}"`);
  }
  const { postgres } = app.services;
  const seedSql =
    typeof postgres === "string"
      ? await readFile(join(directory, postgres), "utf8").catch((cause: Error) => {
          throw new UsageError(
            `${file}: services.postgres: expected a file of the folder, got: ${cause.message}`,
            { cause },
          );
        })
      : undefined;
  const { interface: kind, entry, install } = app;
  const told = [`${kind} app ${entry}, installed by ${install} (${appFileName})`];
  return { id, directory, app, told, isWritten: true, ...(seedSql !== undefined && { seedSql }) };
}
