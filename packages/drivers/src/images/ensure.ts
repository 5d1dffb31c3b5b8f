import type Docker from "dockerode";
import { ask, EngineRefusal, isMissing } from "../docker/ask.ts";
import { build, type Built } from "./build.ts";
import { imagePrefix, tagOf, type ImageSpec } from "./image-spec.ts";

/** An image that is there. `sizeBytes` counts the layers that it shares with its base, too. */
export interface Image {
  id: string;
  reference: string;
  sizeBytes: number;
  /** `NODE_VERSION` and the like: what the base says of itself. */
  environment: Record<string, string>;
}

/** Undefined where the engine has none by that name. */
export async function findImage(docker: Docker, reference: string): Promise<Image | undefined> {
  try {
    const found = await ask(`inspect image ${reference}`, () =>
      docker.getImage(reference).inspect(),
    );
    const pairs = (found.Config?.Env ?? []).map((pair): [string, string] => {
      const cut = pair.indexOf("=");
      return [pair.slice(0, cut), pair.slice(cut + 1)];
    });
    const environment = Object.fromEntries(pairs);
    return { id: found.Id, reference, sizeBytes: found.Size, environment };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export interface EnsureDetails {
  /** May turn what was built into what is tagged. */
  finish?(built: Built): Promise<void>;
  /** References that must not be removed for their age; the image's own is added. */
  inUse?: Set<string>;
  /** Told with the build: what people should know of it. */
  note?: string | undefined;
}

/** Finds the image or builds it; then old versions of it go. */
export async function ensureImage(
  docker: Docker,
  spec: ImageSpec,
  report: (message: string) => void,
  { finish, inUse = new Set(), note }: EnsureDetails = {},
): Promise<Image> {
  const reference = tagOf(spec);
  inUse.add(reference);
  const present = await findImage(docker, reference);
  if (present) return present;
  report(`Building image ${spec.name}${note === undefined ? "" : `; ${note}`}`);
  const built = await build(docker, spec);
  await finish?.(built);
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
  const images = await ask("list images", () => docker.listImages({ filters }));
  const references = images
    .toSorted((a, b) => b.Created - a.Created)
    .flatMap((image) => image.RepoTags ?? [])
    .filter((tag) => tag !== newest)
    .slice(keptVersions - 1);
  for (const reference of references.filter((tag) => !inUse.has(tag))) {
    try {
      await ask("remove an old image", () => docker.getImage(reference).remove());
    } catch (error) {
      // In use by a container, or another run was quicker: it stays, or is gone.
      if (!(error instanceof EngineRefusal)) throw error;
    }
  }
}
