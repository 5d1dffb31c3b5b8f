import { readText } from "./read-file.ts";

/** A file system that this program sees. */
export interface Mount {
  /** The part of it that is mounted. */
  root: string;
  path: string;
  type: string;
  /** Of the file system itself: a v1 cgroup's controllers are among them. */
  superOptions: readonly string[];
}

/** In the order in which they were mounted; undefined where that cannot be read. */
export function readMounts(fileSystemRoot = ""): Mount[] | undefined {
  const text = readText(`${fileSystemRoot}/proc/self/mountinfo`, "utf8");
  return text === undefined ? undefined : parseMounts(text);
}

/** Lines `31 23 0:28 <root> <path> <options> [fields] - <type> <source> <super options>`. */
function parseMounts(text: string): Mount[] {
  return text.split("\n").flatMap((line) => {
    const [left, right] = line.split(" - ");
    if (left === undefined || right === undefined) return [];
    const fields = left.split(" ");
    const [type = "", , superOptions = ""] = right.split(" ");
    const [root, path] = [unescape(fields[3] ?? "/"), unescape(fields[4] ?? "/")];
    return [{ root, path, type, superOptions: superOptions.split(",") }];
  });
}

/** mountinfo writes blanks and the like as octal numbers. */
function unescape(text: string): string {
  return text.replace(/\\(\d{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
