import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { repositoryRoot } from "@stackbench/session";

/** What the script calls its things by, where several clusters are beside each other. */
const named = (base: string): string => [base, process.env["TEST_CLUSTER"] ?? []].flat().join("-");
/** The folder of the cluster; absent where there is none. */
export const clusterPlace = named("/var/lib/stackbench-cluster");
/** All that there are. A node is named after its role, the second and further ones with a number; the first is the manager. */
export const clusterNodes = ["load", "load-2", "server", "server-2", "database"] as const;
export type ClusterNode = (typeof clusterNodes)[number];

/** Namespaces need root, as an engine does where CI starts one. */
export const canCluster = process.getuid?.() === 0;

/** As `--host` takes it. */
export function engineOf(node: string): string {
  return `unix://${clusterPlace}/${node}/docker.sock`;
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

/** What `scripts/test-cluster` prints. */
export function cluster(...given: string[]): string {
  return execFileSync(join(repositoryRoot, "scripts/test-cluster"), given, { encoding: "utf8" });
}
