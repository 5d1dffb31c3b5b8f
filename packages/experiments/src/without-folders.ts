import { basename, resolve } from "node:path";
import { workingDirectory } from "@stackbench/session";

/** A folder's name is the id of its stack: `./apps/my-app:bare` is `my-app:bare`. */
export function withoutFolders(pattern: string): string {
  const isPath = pattern.startsWith(".") || pattern.includes("/");
  return isPath ? basename(resolve(workingDirectory, pattern)) : pattern;
}
