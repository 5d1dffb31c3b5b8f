import { readText } from "./read-file.ts";

/** Whether a process was started with this variable of this value; false where that cannot be seen. */
export function hasInEnvironment(pid: number, name: string, value: string): boolean {
  const text = readText(`/proc/${pid}/environ`, "utf8");
  return text !== undefined && `\0${text}\0`.includes(`\0${name}=${value}\0`);
}
