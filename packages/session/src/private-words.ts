import { homedir, hostname, userInfo } from "node:os";
import { repositoryRoot, workingDirectory } from "./places.ts";

/** Shorter ones stand in every text by chance. */
const shortest = 5;

/** What tells of this machine and of who uses it: its name, their name, their folders. */
export function privateWords(): string[] {
  const words = [hostname(), userInfo().username, homedir(), repositoryRoot, workingDirectory];
  return [...new Set(words)].filter((word) => word.length >= shortest && word !== "localhost");
}
