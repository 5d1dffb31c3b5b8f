import { randomBytes } from "node:crypto";
import type Docker from "dockerode";
import { HostError, EngineRefusal } from "@stackbench/model";
import { ask, isMissing } from "../docker/ask.ts";
import { hearing } from "../docker/hearing.ts";
import { build, type Built } from "./build.ts";
import { imagePrefix, tagOf, type ImageSpec } from "./image-spec.ts";

/** An image that is there. `sizeBytes` counts the layers that it shares with its base, too. */
export interface Image {
  id: string;
  reference: string;
  sizeBytes: number;
  /** `NODE_VERSION` and the like: what the base says of itself. */
  environment: Record<string, string>;
  /** What it says it listens on: `3000/tcp`. */
  exposed: readonly string[];
}

/** Undefined where the engine has none by that name. */
export async function findImage(docker: Docker, reference: string): Promise<Image | undefined> {
  try {
    const found = await ask(`inspect image ${reference}`, (abortSignal) =>
      hearing(docker, abortSignal).getImage(reference).inspect(),
    );
    const pairs = (found.Config?.Env ?? []).map((pair): [string, string] => {
      const cut = pair.indexOf("=");
      return [pair.slice(0, cut), pair.slice(cut + 1)];
    });
    const environment = Object.fromEntries(pairs);
    const exposed = Object.keys(found.Config?.ExposedPorts ?? {});
    return { id: found.Id, reference, sizeBytes: found.Size, environment, exposed };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export interface EnsureDetails {
  /** Makes the image, under its own reference, of what was built and is tagged `unfinished` till then. */
  finish?(built: Built, unfinished: string): Promise<void>;
  /** References that must not be removed for their age; the image's own is added. */
  inUse?: Set<string>;
  /** Told with the build: what people should know of it. */
  note?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** Finds the image or builds it; then old versions of it go. */
export async function ensureImage(
  docker: Docker,
  spec: ImageSpec,
  report: (message: string) => void,
  { finish, inUse = new Set(), note, signal }: EnsureDetails = {},
): Promise<Image> {
  const reference = tagOf(spec);
  inUse.add(reference);
  const present = await findImage(docker, reference);
  if (present) return present;
  report(`Building image ${spec.name}${note === undefined ? "" : `; ${note}`}`);
  signal?.throwIfAborted();
  if (finish) {
    await underAnotherName(docker, reference, async (unfinished) => {
      await finish(await build(docker, spec, { tag: unfinished, signal }), unfinished);
    });
  } else {
    await build(docker, spec, { signal });
  }
  const image = await findImage(docker, reference);
  if (!image) throw new EngineRefusal("build", 404, `${reference} is not there after its build`);
  await removeOld(docker, spec.name, reference, inUse);
  return image;
}

/** Versions of one image that are kept: another checkout on this machine may use an older one. */
const keptVersions = 3;

async function removeOld(
  docker: Docker,
  name: string,
  newest: string,
  inUse: ReadonlySet<string>,
): Promise<void> {
  const filters = { reference: [`${imagePrefix}${name}`] };
  const images = await ask("list images", (abortSignal) =>
    docker.listImages({ filters, abortSignal }),
  );
  const references = images
    .toSorted((a, b) => b.Created - a.Created)
    .flatMap((image) => image.RepoTags ?? [])
    .filter((tag) => tag !== newest)
    .slice(keptVersions - 1);
  for (const reference of references.filter((tag) => !inUse.has(tag))) {
    await untag(docker, reference);
  }
}

/**
 * Gives a name to what is to become `reference`, and takes it back: by its own reference an image is whole, whenever the
 * work is broken off. The name is nobody else's: two runs may make the same image at once. One whose process was killed
 * goes with the old versions.
 */
export async function underAnotherName(
  docker: Docker,
  reference: string,
  work: (unfinished: string) => Promise<void>,
): Promise<void> {
  const unfinished = `${reference}-unfinished-${randomBytes(4).toString("hex")}`;
  try {
    await work(unfinished);
  } catch (error) {
    // An engine that does not answer would only be waited for once more.
    if (!(error instanceof HostError)) await untag(docker, unfinished).catch(() => {});
    throw error;
  }
  await untag(docker, unfinished);
}

/** Removes a reference, and the image where it has no other. */
export async function untag(docker: Docker, reference: string): Promise<void> {
  try {
    await ask(`remove image ${reference}`, (abortSignal) =>
      docker.getImage(reference).remove({ abortSignal }),
    );
  } catch (error) {
    // In use by a container, or another run was quicker: it stays, or is gone.
    if (!(error instanceof EngineRefusal)) throw error;
  }
}

/** Names by `reference` what is named `unfinished`. */
export async function retag(docker: Docker, unfinished: string, reference: string): Promise<void> {
  const [repo = reference, tag = "latest"] = reference.split(":");
  await ask(`name image ${reference}`, (abortSignal) =>
    docker.getImage(unfinished).tag({ repo, tag, abortSignal }),
  );
}
