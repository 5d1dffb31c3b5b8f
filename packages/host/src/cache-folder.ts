import { join } from "node:path";
import { ownFolder } from "./own-folder.ts";

/**
 * `$XDG_CACHE_HOME/stackbench/<name>`, or `~/.cache/stackbench/<name>`, if nobody but this user can have put anything
 * into it; undefined otherwise. What is lost with it can be made again.
 */
export function cacheFolder(name: string): string | undefined {
  const { XDG_CACHE_HOME: caches, HOME: home } = process.env;
  const place = caches || (home && join(home, ".cache"));
  return place ? ownFolder(join(place, "stackbench", name)) : undefined;
}
