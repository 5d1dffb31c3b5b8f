import { readText } from "./read-file.ts";

/** Time with at least one task waiting for it (PSI `some`), µs since boot; undefined where the kernel does not tell. */
export function readPressureUs(
  kind: "cpu" | "memory" | "io",
  fileSystemRoot = "",
): number | undefined {
  const text = readText(`${fileSystemRoot}/proc/pressure/${kind}`) ?? "";
  const match = /^some .*total=(\d+)/m.exec(text);
  return match ? Number(match[1]) : undefined;
}
