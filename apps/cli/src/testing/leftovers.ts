import { parseIdentity } from "@stackbench/host";
import { execFileSync } from "node:child_process";
import { benchPids } from "./run-bench.ts";

/** Names of all containers, volumes and networks of programs that this file has started: others may measure beside it. */
export function leftovers(): string[] {
  const list = (kind: "container" | "volume" | "network", name: string, ...more: string[]) => {
    const format = `--format={{.${name}}} {{.Label "stackbench.owner"}}`;
    const words = [kind, "ls", ...more, format, "--filter=label=stackbench.run"];
    return execFileSync("docker", words, { encoding: "utf8" })
      .split("\n")
      .map((line) => line.split(" "))
      .filter(([, owner = ""]) => benchPids.has(parseIdentity(owner)?.pid ?? 0))
      .map(([found]) => found!);
  };
  return [
    ...list("container", "Names", "--all"),
    ...list("volume", "Name"),
    ...list("network", "Name"),
  ];
}
