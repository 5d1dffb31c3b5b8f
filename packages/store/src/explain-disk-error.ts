import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { HostError } from "@stackbench/model";

/** What stood to be written, and what of the run is on disk already. */
export interface WriteAttempt {
  path: string;
  runId: string;
  /** False while a run is being created: then nothing was measured that could be lost or resumed. */
  begun: boolean;
}

/**
 * Makes a HostError of a failed write: what failed where, what to do, what is safe, how to go on.
 * Anything that is no error of the operating system comes back as it was.
 */
export async function explainDiskError(error: unknown, attempt: WriteAttempt): Promise<unknown> {
  const code = codeOf(error);
  if (code === undefined) return error;
  const safe = attempt.begun
    ? ` All finished windows are safe; go on with: pnpm bench run --resume ${attempt.runId}`
    : " Nothing was measured yet.";
  return new HostError(`${await describeDiskError(code, error, attempt.path)}${safe}`, {
    cause: error,
  });
}

export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" && "syscall" in error ? error.code : undefined;
}

/** What failed where, and what to do; `code` is that of `error`. */
export async function describeDiskError(
  code: string,
  error: unknown,
  path: string,
): Promise<string> {
  switch (code) {
    case "ENOSPC":
      return `cannot write ${path}: the disk is full${await freeSpace(path)}. Free some space on the file system of ${dirname(path)}.`;
    case "EDQUOT":
      return `cannot write ${path}: the disk quota is used up. Delete files of yours on the file system of ${dirname(path)}.`;
    case "EROFS":
      return `cannot write ${path}: its file system is read-only. Mount it writable, or choose another folder with --out.`;
    case "EACCES":
    case "EPERM":
      return `cannot write ${path}: permission denied. Make ${dirname(path)} writable for this user, or choose another folder with --out.`;
    case "ENOTDIR":
      return `cannot write ${path}: a part of that path is a file, not a folder. Choose another folder with --out.`;
    default:
      return `cannot write ${path}: ${error instanceof Error ? error.message : code}.`;
  }
}

/** ` (0.0 MB of 64.2 MB free)`, or nothing where the file system does not tell. */
async function freeSpace(path: string): Promise<string> {
  try {
    const { bavail, blocks, bsize } = await statfs(dirname(path));
    return ` (${megabytes(bavail * bsize)} of ${megabytes(blocks * bsize)} free)`;
  } catch {
    return "";
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
