import type Docker from "dockerode";
import { findImage } from "../images/ensure.ts";
import type { PodImages } from "./pod-spec.ts";

/** What the base images say of themselves, by the name it has in results. */
const variables = {
  app: { NODE_VERSION: "node", PYTHON_VERSION: "python", NGINX_VERSION: "nginx" },
  database: { PG_VERSION: "postgresql" },
  proxy: { NGINX_VERSION: "nginx" },
} as const;

/** Versions of runtime, proxy and database, read from the images' environment. */
export async function versionsIn(
  docker: Docker,
  images: PodImages,
): Promise<Record<string, string>> {
  const versions: Record<string, string> = {};
  for (const service of ["proxy", "database", "app"] as const) {
    const id = images[service];
    if (id === undefined) continue;
    const environment = (await findImage(docker, id))?.environment ?? {};
    for (const [variable, name] of Object.entries(variables[service])) {
      // Distributions add a suffix of their own: 17.6-0+deb13u1.
      const version = environment[variable]?.replace(/[-+~].*$/, "");
      if (version) versions[name] = version;
    }
  }
  return versions;
}
