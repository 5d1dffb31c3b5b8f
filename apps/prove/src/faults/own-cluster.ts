import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { readProcess } from "@stackbench/host";
import { HostError } from "@stackbench/model";
import { repositoryRoot } from "@stackbench/session";

const execute = promisify(execFile);
const folders = "/var/lib";
/** Of proofs: by the process that made it. */
const placeOf = (pid: number | string): string => `stackbench-cluster-faults-${pid}`;
const script = join(repositoryRoot, "scripts/test-cluster");

/** The first manages the Swarm: a load or server node may then be lost without it. */
export const clusterNodes = ["database", "load", "server"] as const;
export type ClusterNode = (typeof clusterNodes)[number];

/** Three engines of the proof's own, joined to one Swarm by `scripts/test-cluster`, of which any may be lost. */
export class OwnCluster implements AsyncDisposable {
  readonly #word: string;

  private constructor(word: string) {
    this.#word = word;
  }

  /** Makes one; what a proof left that was killed goes first. Throws HostError. */
  static async start(): Promise<OwnCluster> {
    for (const name of readdirSync(folders)) {
      const [, pid] = /^stackbench-cluster-faults-(\d+)$/.exec(name) ?? [];
      if (pid === undefined || readProcess(Number(pid)) !== undefined) continue;
      await new OwnCluster(`faults-${pid}`).#script("down");
    }
    const cluster = new OwnCluster(`faults-${process.pid}`);
    try {
      await cluster.#script("up", `--nodes=${clusterNodes.join(",")}`);
    } catch (error) {
      await cluster[Symbol.asyncDispose]();
      throw error;
    }
    return cluster;
  }

  /** Of the manager, as DOCKER_HOST takes it. */
  get host(): string {
    return this.hostOf(clusterNodes[0]);
  }

  hostOf(node: ClusterNode): string {
    return `unix://${folders}/${placeOf(process.pid)}/${node}/docker.sock`;
  }

  /** Of the process that holds the node's namespaces. */
  pidOf(node: ClusterNode): number {
    return Number(readFileSync(`${folders}/${placeOf(process.pid)}/${node}/unshare.pid`, "utf8"));
  }

  /** What the docker program prints of a node's engine. */
  async ask(node: ClusterNode, ...args: readonly string[]): Promise<string> {
    const { stdout } = await execute("docker", ["--host", this.hostOf(node), ...args], {
      maxBuffer: 2 ** 26,
    });
    return stdout.trim();
  }

  async kill(node: ClusterNode): Promise<void> {
    await this.#script("kill", node);
  }

  async revive(node: ClusterNode): Promise<void> {
    await this.#script("revive", node);
  }

  async restart(node: ClusterNode): Promise<void> {
    await this.#script("restart", node);
  }

  async partition(node: ClusterNode): Promise<void> {
    await this.#script("partition", node);
  }

  async heal(node: ClusterNode): Promise<void> {
    await this.#script("heal", node);
  }

  /** Starts what is dead, joins what is cut off, and waits until the manager calls all of them ready. Throws HostError. */
  async whole(): Promise<void> {
    for (const node of clusterNodes) {
      // One that is there refuses to be started.
      await this.revive(node).catch(() => {});
      await this.heal(node);
    }
    let seen = "";
    for (let attempt = 0; attempt < 120; attempt++) {
      seen = await this.ask(clusterNodes[0], "node", "ls", "--format={{.Status}}").catch(String);
      if (seen.split("\n").every((state) => state === "Ready")) return;
      await sleep(500);
    }
    throw new HostError(`expected three ready nodes after a fault was taken back, got: ${seen}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#script("down");
  }

  async #script(...args: readonly string[]): Promise<void> {
    try {
      await execute(script, args, { env: { ...process.env, TEST_CLUSTER: this.#word } });
    } catch (cause) {
      throw new HostError(`scripts/test-cluster ${args.join(" ")}: ${String(cause)}`, { cause });
    }
  }
}
