import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "@stackbench/session";
import { afterAll, beforeAll, expect } from "vitest";

/** What the script calls its things by, where several clusters are beside each other. */
const named = (base: string): string => [base, process.env["TEST_CLUSTER"] ?? []].flat().join("-");
const place = named("/var/lib/stackbench-cluster");
/** Unless told. A node is named after its role, the second and further ones with a number; the first is the manager. */
export const nodeNames = ["load", "server", "database"] as const;

/** As `--host` takes it. */
export function engineOf(node: string): string {
  return `unix://${place}/${node}/docker.sock`;
}

/** Of its network, as `nsenter` takes it. */
export function namespaceOf(node: string): string {
  return `/run/netns/${named("sb-cluster")}-${node}`;
}

/** What an engine of a node answers. */
export function dockerOn(node: string, ...given: string[]): string {
  return execFileSync("docker", ["--host", engineOf(node), ...given], { encoding: "utf8" });
}

export const manager = engineOf("load");

/** Namespaces need root, as an engine does where CI starts one. */
export const canCluster = process.getuid?.() === 0;

export function cluster(...given: string[]): string {
  return execFileSync(join(repositoryRoot, "scripts/test-cluster"), given, { encoding: "utf8" });
}

/** Engines, three unless told, and their Swarm, for the tests of one file; gone behind the last of them. To be asked for outside of tests. */
export function useCluster(nodes: readonly string[] = nodeNames): void {
  beforeAll(() => {
    if (canCluster) cluster("up", `--nodes=${nodes.join()}`);
  });
  afterAll(() => {
    if (!canCluster) return;
    cluster("down");
    expect(existsSync(place)).toBe(false);
  });
}

/** What of the harness is on any node or on the Swarm: services, networks, containers and volumes, by id. */
export function leftOnCluster(): string[] {
  const nodes = readFileSync(join(place, "nodes"), "utf8").trim().split(" ");
  const listed = (node: string, kind: "service" | "network" | "container" | "volume") =>
    dockerOn(
      node,
      kind,
      "ls",
      "-q",
      ...(kind === "container" ? ["-a"] : []),
      "--filter",
      "label=stackbench.owner",
    )
      .split("\n")
      .filter((id) => id !== "");
  return [
    ...listed("load", "service"),
    ...nodes.flatMap((node) => [
      ...listed(node, "container"),
      ...listed(node, "network"),
      ...listed(node, "volume"),
    ]),
  ];
}

/** A node learns a moment later from its manager that a network is gone. */
export async function nothingLeft(): Promise<void> {
  await expect.poll(leftOnCluster, { timeout: 20_000, interval: 500 }).toEqual([]);
}
