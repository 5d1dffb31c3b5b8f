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

/** Versions of runtime, proxy, database and server, as the images tell them. */
export async function versionsIn(
  docker: Docker,
  images: PodImages,
  createdFor: CreatedFor,
): Promise<Record<string, string>> {
  const versions: Record<string, string> = {};
  for (const service of ["proxy", "database", "app"] as const) {
    const id = images[service];
    if (id === undefined) continue;
    const environment = (await findImage(docker, id))?.environment ?? {};
    for (const [variable, name] of Object.entries(variables[service])) {
      // Distributions add a suffix of their own: 17.6-0+deb13u1.
      const version = environment[variable]?.replace(/[-+~].*$/, "");
      if (version && isVersion(version)) versions[name] = version;
    }
    const path = environment[versionsFile];
    if (!path) continue;
    const lines = (await readImageFile(docker, id, path, createdFor))?.split("\n") ?? [];
    for (const line of lines) {
      const [, name, version] = /^([\w@/.+-]+) (\S+)$/.exec(line) ?? [];
      if (name && version && isVersion(version)) versions[name] = version;
    }
  }
  return versions;
}
