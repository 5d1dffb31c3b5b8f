import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { interfaceFileSchema, UsageError, closest } from "@stackbench/model";
import { interfacesPlace, resolveInterface, type AppInterface } from "@stackbench/shapes";
import { inFile, readJsonFile } from "./read-json-file.ts";

const ending = ".json";

/** All interfaces of a tree of the repository, sorted by id. Throws UsageError for a file that is not as it should be. */
export async function readInterfaces(repositoryRoot: string): Promise<AppInterface[]> {
  const ids = await interfaceIds(repositoryRoot);
  return await Promise.all(ids.map((id) => readOne(repositoryRoot, id)));
}

/** Throws UsageError for a name that is none, said with `field`, where it stands. */
export async function readInterface(
  repositoryRoot: string,
  id: string,
  field: string,
): Promise<AppInterface> {
  const ids = await interfaceIds(repositoryRoot);
  if (ids.includes(id)) return await readOne(repositoryRoot, id);
  throw new UsageError(
    `${field}: expected one of ${ids.join(", ")}, got "${id}"${closest(id, ids)}`,
  );
}

async function interfaceIds(repositoryRoot: string): Promise<string[]> {
  const folder = join(repositoryRoot, interfacesPlace);
  const names = await readdir(folder).catch((cause: Error) => {
    const message = `${folder}: expected the folder of the interfaces, got: ${cause.message}`;
    throw new UsageError(message, { cause });
  });
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .toSorted();
}

async function readOne(repositoryRoot: string, id: string): Promise<AppInterface> {
  const file = join(repositoryRoot, interfacesPlace, `${id}${ending}`);
  const written = await readJsonFile(file, interfaceFileSchema, "not found");
  return await inFile(file, () => resolveInterface(id, written));
}
