import { enableCompileCache } from "node:module";
import { cacheFolder } from "./cache-folder.ts";

/**
 * Where programs of the harness keep their code once it is compiled, as a variable for those that are started: read anew
 * they take twice as long and more. The environment's own goes before. Never the temporary folder, as is Node's default:
 * what another user put there would run here.
 */
export function codeCache(): Record<string, string> {
  const folder = process.env["NODE_COMPILE_CACHE"] ?? cacheFolder("compile-cache");
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}

/** The same for this program: what it reads from now on is compiled once. */
export function keepCode(): void {
  const { NODE_COMPILE_CACHE: folder } = codeCache();
  if (folder !== undefined) enableCompileCache(folder);
}
