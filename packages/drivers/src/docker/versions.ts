import type Docker from "dockerode";
import { isVersion } from "@stackbench/model";
import { findImage } from "../images/ensure.ts";
import type { CreatedFor } from "./labels.ts";
import type { PodImages } from "./pod-spec.ts";
import { readImageFile } from "./read-image-file.ts";

/** What the base images say of themselves, by the name it has in results. */
const variables = {
  app: {
    NODE_VERSION: "node",
    PYTHON_VERSION: "python",
    GOLANG_VERSION: "go",
    RUST_VERSION: "rust",
    NGINX_VERSION: "nginx",
  },
  database: { PG_VERSION: "postgresql" },
  proxy: { NGINX_VERSION: "nginx" },
} as const;

/** Names a file with what an image can only tell once it is built: `name version`, one a line. */
const versionsFile = "STACKBENCH_VERSIONS";

type Versions = Readonly<Record<string, string>>;

/** An image of a service: of a proxy's something else is told than of an app's. */
interface ServiceImage {
  service: keyof typeof variables;
  id: string;
}

/** By engine: an image never changes, and a look into a file of it takes a container. */
const known = new WeakMap<Docker, Map<string, Promise<Versions>>>();

/** Versions of runtime, proxy, database and server, as the images tell them. Each image is looked into once. */
export async function versionsIn(
  docker: Docker,
  images: PodImages,
  createdFor: CreatedFor,
): Promise<Record<string, string>> {
  const versions: Record<string, string> = {};
  for (const service of ["proxy", "database", "app"] as const) {
    const id = images[service];
    if (id === undefined) continue;
    Object.assign(versions, await versionsOf(docker, { service, id }, createdFor));
  }
  return versions;
}

function versionsOf(docker: Docker, image: ServiceImage, by: CreatedFor): Promise<Versions> {
  const ofEngine = known.get(docker) ?? new Map<string, Promise<Versions>>();
  known.set(docker, ofEngine);
  const key = `${image.service} ${image.id}`;
  const found = ofEngine.get(key);
  if (found) return found;
  const reading = readVersions(docker, image, by);
  ofEngine.set(key, reading);
  reading.catch(() => ofEngine.delete(key));
  return reading;
}

async function readVersions(
  docker: Docker,
  { service, id }: ServiceImage,
  createdFor: CreatedFor,
): Promise<Versions> {
  const versions: Record<string, string> = {};
  const environment = (await findImage(docker, id))?.environment ?? {};
  for (const [variable, name] of Object.entries(variables[service])) {
    // Distributions add a suffix of their own: 17.6-0+deb13u1.
    const version = environment[variable]?.replace(/[-+~].*$/, "");
    if (version && isVersion(version)) versions[name] = version;
  }
  const path = environment[versionsFile];
  if (!path) return versions;
  const lines = (await readImageFile(docker, id, path, createdFor))?.split("\n") ?? [];
  for (const line of lines) {
    const [, name, version] = /^([\w@/.+-]+) (\S+)$/.exec(line) ?? [];
    if (name && version && isVersion(version)) versions[name] = version;
  }
  return versions;
}
