import { execFileSync } from "node:child_process";

/** Names of all containers, volumes and networks that carry our label. */
export function leftovers(): string[] {
  const lines = (...args: string[]) =>
    execFileSync("docker", [...args, "--filter", "label=stackbench.run"], { encoding: "utf8" })
      .split("\n")
      .filter((line) => line !== "");
  return [
    ...lines("ps", "-a", "--format", "{{.Names}}"),
    ...lines("volume", "ls", "--format", "{{.Name}}"),
    ...lines("network", "ls", "--format", "{{.Name}}"),
  ];
}
