import { open } from "node:fs/promises";

/** Puts a directory's entries on disk: a new or renamed file survives a power cut only after this. */
export async function syncDirectory(path: string): Promise<void> {
  await using handle = await open(path, "r");
  await handle.sync();
}
