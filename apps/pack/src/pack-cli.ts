import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { ownTree } from "@stackbench/host";
import { listFiles, oneFile, pack, textFile, type ContextFile } from "@stackbench/session";
import { packageManifest } from "./manifest.ts";
import { bundlePrograms } from "./programs.ts";
import { thirdParty } from "./third-party.ts";
import { bundleTree } from "./tree.ts";

/**
 * Makes `stackbench-<version>.tgz` in a folder, as npm makes and takes one; the same checkout gives the same bytes.
 * Returns its path.
 */
export async function packCli(folder: string): Promise<string> {
  const [manifest, programs, tree] = await Promise.all([
    packageManifest(),
    bundlePrograms(),
    bundleTree(),
  ]);
  const from = (path: string, name: string): Promise<ContextFile> =>
    oneFile(join(ownTree, path), name);
  const docs = await listFiles(join(ownTree, "docs"), "docs");
  const files = [
    textFile("package.json", `${JSON.stringify(manifest, null, 2)}\n`),
    await from("apps/pack/README.md", "README.md"),
    await from("LICENSE", "LICENSE"),
    textFile("THIRD-PARTY.txt", await thirdParty([...programs.inputs, ...tree.inputs])),
    { ...(await from("apps/pack/bin/stackbench.cjs", "bin/stackbench.cjs")), executable: true },
    // What messages refer to.
    ...docs.filter(({ path }) => path.endsWith(".md")),
    ...programs.files,
    ...tree.files,
  ];
  // npm wants one folder above all.
  const placed = files.map((file) => ({ ...file, path: `package/${file.path}` }));
  await mkdir(folder, { recursive: true });
  const tarball = join(folder, `${manifest.name}-${manifest.version}.tgz`);
  await pipeline(pack(placed), createGzip({ level: 9 }), createWriteStream(tarball));
  return tarball;
}
