import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { HostError } from "@stackbench/model";

/** Throws HostError where it is not installed. */
export function faketimeLibrary(): string {
  const library = readdirSync("/usr/lib")
    .map((name) => join("/usr/lib", name, "faketime", "libfaketime.so.1"))
    .find((path) => existsSync(path));
  if (library !== undefined) return library;
  throw new HostError(
    "expected libfaketime, which steps the clock of one program (Debian: faketime)",
  );
}

/** Only what a program itself takes for the time of day: its monotonic clock runs on, as on a machine that is set. */
export function fakedClock(file: string, library: string): Record<string, string> {
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
    DONT_FAKE_MONOTONIC: "1",
  };
}
