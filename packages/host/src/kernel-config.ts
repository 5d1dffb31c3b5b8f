import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { readText } from "./read-file.ts";
import { readSysctl } from "./sysctl.ts";

/**
 * Whether the kernel charges the time of interrupts to the programs that they interrupt, as it does unless it was built
 * with CONFIG_IRQ_TIME_ACCOUNTING. False, too, where its configuration cannot be read.
 */
export function chargesInterrupts(fileSystemRoot = ""): boolean {
  const config = readConfig(fileSystemRoot);
  return config !== undefined && !/^CONFIG_IRQ_TIME_ACCOUNTING=y$/m.test(config);
}

function readConfig(fileSystemRoot: string): string | undefined {
  try {
    return gunzipSync(readFileSync(`${fileSystemRoot}/proc/config.gz`)).toString("latin1");
  } catch {
    // Most kernels have it on disk instead.
  }
  const release = readSysctl("kernel.osrelease", fileSystemRoot);
  const config = release && readText(`${fileSystemRoot}/boot/config-${release}`);
  return config || undefined;
}
