import { ownFolder } from "@stackbench/host";
import { enableCompileCache } from "node:module";
import { join } from "node:path";

// Before anything else is read: what was compiled once starts in half the time. Never in the temporary folder, as is
// Node's default: what another user put there would run here.
const { XDG_CACHE_HOME: caches, HOME: home } = process.env;
const place = caches || (home && join(home, ".cache"));
const own = place && ownFolder(join(place, "stackbench", "compile-cache"));
if (own) enableCompileCache(own);
await import("./bench.ts");
