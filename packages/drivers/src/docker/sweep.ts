import type Docker from "dockerode";
import {
  isSameProcess,
  lifeOf,
  parseIdentity,
  type Host,
  type ProcessIdentity,
} from "@stackbench/host";
import { EngineRefusal } from "@stackbench/model";
import { ask, isBeingRemoved, isMissing } from "./ask.ts";
import { hearing } from "./hearing.ts";
import { labelKeys } from "./labels.ts";
import { listServices } from "./list-services.ts";
import { removeNetwork } from "./remove-network.ts";
import { whileInUse } from "./while-in-use.ts";

type Labels = Readonly<Record<string, string>>;

/** Why a thing with these labels may go; undefined where it must stay. */
export function whyRemove(
  labels: Labels,
  host: Host,
  own: ProcessIdentity | undefined,
): string | undefined {
  const owner = parseIdentity(labels[labelKeys.owner] ?? "");
  // Another version's label: it may well be alive.
  if (!owner) return undefined;
  if (own && isSameProcess(owner, own)) return "our own";
  return lifeOf(owner, host) === "dead" ? `owner ${owner.pid} is dead` : undefined;
}

/**
 * Removes services, containers, volumes and networks that dead owners left; with `own`, that owner's
 * too. Gives one line for each thing removed, and for each that the engine would not remove: nobody's start is held up by it.
 * Throws HostError where the engine is silent.
 */
export async function sweep(docker: Docker, host: Host, own?: ProcessIdentity): Promise<string[]> {
  const filters = { label: [labelKeys.owner] };
  const lines: string[] = [];
  const consider = async (
    kind: string,
    name: string,
    labels: Labels,
    remove: (abortSignal: AbortSignal) => Promise<unknown>,
  ): Promise<void> => {
    const why = whyRemove(labels, host, own);
    if (why === undefined) return;
    const run = labels[labelKeys.run];
    const what = `${kind} ${name}${run ? ` of run ${run}` : ""}`;
    try {
      await ask(`remove ${kind} ${name}`, remove);
      lines.push(`${what} (${why})`);
    } catch (error) {
      // Somebody else was quicker, or is at it: another start, or one that was stopped in a hurry.
      if (isMissing(error) || isBeingRemoved(error)) return;
      if (!(error instanceof EngineRefusal)) throw error;
      lines.push(`${what} could not be removed: ${reasonOf(error)}`);
    }
  };
  // Their containers, wherever they are, go with them.
  const services = await listServices(docker, labelKeys.owner);
  await Promise.all(
    services.map(({ id, name, labels }) =>
      consider("service", name, labels, (abortSignal) =>
        hearing(docker, abortSignal).getService(id).remove(),
      ),
    ),
  );
  const containers = await ask("list containers", (abortSignal) =>
    docker.listContainers({ all: true, filters, abortSignal }),
  );
  await Promise.all(
    containers.map((found) =>
      consider("container", nameOf(found.Names, found.Id), found.Labels, (abortSignal) =>
        docker.getContainer(found.Id).remove({ force: true, v: true, abortSignal }),
      ),
    ),
  );
  // Volumes and networks can go only after the containers that hold them.
  const { Volumes: volumes } = await ask("list volumes", (abortSignal) =>
    docker.listVolumes({ filters, abortSignal }),
  );
  const networks = await ask("list networks", (abortSignal) =>
    docker.listNetworks({ filters, abortSignal }),
  );
  // A node knows the networks of its Swarm, and its manager removes them.
  const isOurs =
    !networks.some(({ Scope }) => Scope === "swarm") || (await managesSwarm(docker))
      ? () => true
      : ({ Scope }: { Scope: string }) => Scope !== "swarm";
  await Promise.all([
    ...(volumes ?? []).map((found) =>
      consider("volume", found.Name, found.Labels ?? {}, () =>
        whileInUse(() =>
          ask(`remove volume ${found.Name}`, (abortSignal) =>
            docker.getVolume(found.Name).remove({ abortSignal }),
          ),
        ),
      ),
    ),
    ...networks
      .filter(isOurs)
      .map((found) =>
        consider("network", found.Name, found.Labels ?? {}, () => removeNetwork(docker, found.Id)),
      ),
  ]);
  return lines;
}

async function managesSwarm(docker: Docker): Promise<boolean> {
  const info = (await ask("ask what it is in its Swarm", (abortSignal) =>
    hearing(docker, abortSignal).info(),
  )) as { Swarm?: { ControlAvailable?: boolean } };
  return info.Swarm?.ControlAvailable === true;
}

/** What the engine said, without what it was asked. */
function reasonOf({ message }: EngineRefusal): string {
  return message.replace(/^remove \S+ \S+: /, "");
}

function nameOf(names: readonly string[] | undefined, id: string): string {
  return names?.[0]?.replace(/^\//, "") ?? id.slice(0, 12);
}
