import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
const program = join(import.meta.dirname, "../main.ts");

/** Makes the package by `pnpm pack:cli` and has npm install it into a folder, as people do. Returns the tarball, which lies there too. */
export async function installPackage(folder: string): Promise<string> {
  await execute(process.execPath, [program, `--out=${folder}`]);
  const tarball = join(
    folder,
    (await readdir(folder)).find((name) => name.endsWith(".tgz"))!,
  );
  // The Node that would come with it is the one that runs the tests.
  const given = ["--omit=optional", "--prefer-offline", "--no-audit", "--no-fund"];
  await execute("npm", ["install", "--prefix", folder, ...given, tarball], { cwd: folder });
  return tarball;
}
