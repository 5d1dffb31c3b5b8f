import { access, constants, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { HostError, UsageError } from "@stackbench/model";
import { resultsDirectory, workingDirectory } from "./places.ts";

/** Where a command writes, as given. */
export interface Outputs {
  out?: string | undefined;
  markdown?: string | undefined;
  output?: string | undefined;
  html?: string | undefined;
}

/**
 * Refuses, before anything is measured, what would show only when hours of measurements are to be written: `--out`, and
 * files that cannot be. Makes nothing. Throws UsageError for a wrong path and HostError for want of
 * permission.
 */
export async function expectOutputs({ out, ...files }: Outputs): Promise<void> {
  await expectWritable(out === undefined ? "results" : `--out=${out}`, resultsDirectory(out));
  for (const [option, file] of Object.entries(files)) {
    if (file !== undefined) await expectFile(`--${option}=${file}`, file);
  }
}

async function expectFile(name: string, given: string): Promise<void> {
  const file = resolve(workingDirectory, given);
  const kind = await kindOf(file);
  if (kind === "folder") {
    throw new UsageError(`${name}: expected a file, got a folder`);
  }
  if (kind === "nothing" && (await kindOf(dirname(file))) !== "folder") {
    throw new UsageError(`${name}: expected a folder that is there to write it in`);
  }
  await expectPermission(name, kind === "nothing" ? dirname(file) : file);
}

/** A folder that is there and may be written, or can be made. `name` is what the error begins with. */
export async function expectWritable(name: string, folder: string): Promise<void> {
  const kind = await kindOf(folder);
  if (kind === "nothing" && dirname(folder) !== folder) {
    return await expectWritable(name, dirname(folder));
  }
  if (kind !== "folder") {
    throw new UsageError(
      `${name}: expected a folder, or a place where one can be made; ${folder} is a file`,
    );
  }
  await expectPermission(name, folder);
}

async function expectPermission(name: string, path: string): Promise<void> {
  try {
    await access(path, constants.W_OK);
  } catch (cause) {
    throw new HostError(`${name}: ${path} cannot be written (${(cause as Error).message})`, {
      cause,
    });
  }
}

async function kindOf(path: string): Promise<"folder" | "file" | "nothing"> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch (error) {
    // ENOTDIR: something above it is a file, which is found on the way up.
    if (error instanceof Error && "code" in error) {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return "nothing";
    }
    throw new HostError(`${path} cannot be looked at (${(error as Error).message})`, {
      cause: error,
    });
  }
}
