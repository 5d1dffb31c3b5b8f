import { randomBytes } from "node:crypto";
import { ownIdentity } from "@stackbench/host";
import { type Engine, openOverlay, runService, type SwarmNode } from "@stackbench/drivers";
import { answerCommand, askCommand, readPathFigures } from "@stackbench/network";
import type { NodePath } from "./examined-nodes.ts";
import type { NodePairs } from "./pair-nodes.ts";

/** One way takes two seconds and the time that names take to be known; this is for a slow network. */
const patienceMsPerPath = 45_000;

/**
 * Brings programs up on the nodes and has them measure the ways between them, one after the other. `images`: of the
 * harness's programs, its id on each node. All is taken down before this ends. Throws HostError, EngineRefusal or the signal's reason.
 */
export async function measurePaths(
  manager: Engine,
  { asked }: NodePairs,
  images: ReadonlyMap<SwarmNode, string>,
  signal: AbortSignal,
): Promise<NodePath[]> {
  const createdFor = { runId: "nodes", sittingId: "nodes", owner: ownIdentity() };
  const prefix = `stackbench-nodes-${randomBytes(4).toString("hex")}`;
  await using up = new AsyncDisposableStack();
  const { id: networkId } = up.use(await openOverlay(manager, prefix, createdFor));
  const run = async (node: SwarmNode, name: string, programArguments: readonly string[]) =>
    up.use(
      await runService(
        manager,
        {
          name,
          node,
          imageId: images.get(node)!,
          agent: "path",
          arguments: programArguments,
          networkId,
        },
        createdFor,
      ),
    );
  const names = new Map<SwarmNode, string>();
  for (const node of new Set([...asked.values()].flat())) {
    names.set(node, `${prefix}-${names.size + 1}`);
  }
  const answering = [...names].map(async ([node, name]) => {
    const service = await run(node, name, answerCommand);
    await service.running(signal);
  });
  await settled(answering);
  const paths: NodePath[] = [];
  for (const [from, others] of asked) {
    const hosts = others.map((other) => names.get(other)!);
    const service = await run(from, `${prefix}-from-${paths.length + 1}`, askCommand(hosts));
    const lines = await service.lines(patienceMsPerPath * hosts.length, signal);
    for (const [index, figures] of readPathFigures(lines).entries()) {
      paths.push({ ...figures, from: from.name, to: others[index]!.name });
    }
  }
  return paths;
}

/** All of them are over before one's failure is told: what was still coming up would be taken down by nobody. */
async function settled(promises: readonly Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(promises)) {
    if (outcome.status === "rejected") throw outcome.reason;
  }
}
