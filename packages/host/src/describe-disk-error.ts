import { statfsSync } from "node:fs";
import { dirname } from "node:path";

/** The code of an error of the operating system ("ENOSPC"); undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" && "syscall" in error ? error.code : undefined;
}

/**
 * What failed where, and what to do; undefined for what is no error of the operating system. `elsewhere` is what can be
 * done instead: "choose another folder with --out".
 */
export function describeDiskError(
  error: unknown,
  path: string,
  elsewhere?: string,
): string | undefined {
  const code = codeOf(error);
  if (code === undefined) return undefined;
  const or = elsewhere === undefined ? "" : `, or ${elsewhere}`;
  switch (code) {
    case "ENOSPC":
      return `cannot write ${path}: the disk is full${freeSpace(path)}. Free some space on the file system of ${dirname(path)}.`;
    case "EDQUOT":
      return `cannot write ${path}: the disk quota is used up. Delete files of yours on the file system of ${dirname(path)}.`;
    case "EROFS":
      return `cannot write ${path}: its file system is read-only. Mount it writable${or}.`;
    case "EACCES":
    case "EPERM":
      return `cannot write ${path}: permission denied. Make ${dirname(path)} writable for this user${or}.`;
    case "ENOTDIR":
      return `cannot write ${path}: a part of that path is a file, not a folder. Move that file away${or}.`;
    default:
      return `cannot write ${path}: ${error instanceof Error ? error.message : code}.`;
  }
}

/** ` (0.0 MB of 64.2 MB free)`, or nothing where the file system does not tell. */
function freeSpace(path: string): string {
  try {
    const { bavail, blocks, bsize } = statfsSync(dirname(path));
    return ` (${megabytes(bavail * bsize)} of ${megabytes(blocks * bsize)} free)`;
  } catch {
    return "";
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
