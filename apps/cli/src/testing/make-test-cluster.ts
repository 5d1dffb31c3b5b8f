import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { formatIdentity, lifeOf, ownIdentity, parseIdentity } from "@stackbench/host";
import { canCluster, cluster, clusterNodes, clusterPlace } from "./cluster-nodes.ts";

const ownerFile = `${clusterPlace}.owner`;
const ends = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Vitest's global set-up of tests on a Swarm: engines that all files use one after another, so that an image is brought to a node once.
 * Gone behind the last of them and where a signal ends the program; after a crash at the next start.
 */
export default function makeTestCluster(): (() => void) | undefined {
  if (!canCluster) return undefined;
  if (existsSync(clusterPlace)) {
    if (!isOfTheDead()) {
      throw new Error(
        `expected no cluster at ${clusterPlace}, got one that is not of tests that died: scripts/test-cluster down, or TEST_CLUSTER=<word> to make another`,
      );
    }
    cluster("down");
  }
  writeFileSync(ownerFile, formatIdentity(ownIdentity()));
  const remove = (): void => {
    cluster("down");
    rmSync(ownerFile);
  };
  const watched = Object.entries(ends).map(([signal, code]) => {
    const end = (): void => {
      remove();
      process.exit(code);
    };
    process.once(signal, end);
    return () => process.off(signal, end);
  });
  const finish = (): void => {
    remove();
    for (const unwatch of watched) unwatch();
    if (existsSync(clusterPlace)) throw new Error(`expected ${clusterPlace} to be gone`);
  };
  try {
    cluster("up", `--nodes=${clusterNodes.join()}`);
  } catch (error) {
    finish();
    throw error;
  }
  return finish;
}

function isOfTheDead(): boolean {
  if (!existsSync(ownerFile)) return false;
  const owner = parseIdentity(readFileSync(ownerFile, "utf8"));
  return owner !== undefined && lifeOf(owner) === "dead";
}
