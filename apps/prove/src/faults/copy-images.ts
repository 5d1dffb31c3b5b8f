import { say } from "@stackbench/terminal";
import { chooseDriver, chooseVariants } from "@stackbench/session";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { HostError, servicesFor } from "@stackbench/model";

const execute = promisify(execFile);
/** What all images are made on, under every name that it can have here. */
const bases = /^(stackbench\/(debian|debian-root|node)|debian:trixie-slim|node:24-trixie-slim)/;

/**
 * Builds what the stacks need on the machine's engine, where that is not there yet, and copies it to others: no engine is
 * asked to build or to pull for a fault's sake. Throws HostError where no engine answers or images cannot be copied, and the signal's reason.
 */
export async function copyImages(
  stacks: string,
  hosts: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const { driver } = await chooseDriver("docker");
  const selected = await chooseVariants(stacks);
  const need = { services: servicesFor(["hello"]) };
  const ids = new Set<string>();
  try {
    for (const { stack } of new Map(selected.map((entry) => [entry.stack.id, entry])).values()) {
      const { images } = await driver.prepare(stack, need, say, signal);
      for (const id of Object.values(images)) ids.add(id);
    }
  } finally {
    await driver.close();
  }
  const { stdout } = await execute("docker", [
    "images",
    "--no-trunc",
    "--format={{.ID}} {{.Repository}}:{{.Tag}}",
  ]);
  const references = stdout.split("\n").flatMap((line) => {
    const [id = "", reference = ""] = line.split(" ");
    return ids.has(id) || bases.test(reference) ? [reference] : [];
  });
  try {
    await copyTo(hosts, references, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** Read once, for all of them at the same time. */
async function copyTo(
  hosts: readonly string[],
  references: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const save = spawn("docker", ["save", ...references], {
    stdio: ["ignore", "pipe", "ignore"],
    signal,
  });
  const loads = hosts.map((host) => {
    const load = spawn("docker", ["--host", host, "load"], {
      stdio: ["pipe", "ignore", "pipe"],
      signal,
    });
    let told = "";
    load.stderr.on("data", (part) => (told += part));
    // Its code tells of it.
    load.stdin.on("error", () => {});
    save.stdout.pipe(load.stdin);
    return once(load, "exit").then(([code]) => {
      // One that ends early keeps nobody from the rest.
      save.stdout.unpipe(load.stdin).resume();
      return code === 0 ? "" : `${host}: ${told.trim()}`;
    });
  });
  const [[saved], ...failures] = await Promise.all([once(save, "exit"), ...loads]);
  const failed = failures.filter((told) => told !== "");
  if (saved === 0 && failed.length === 0) return;
  throw new HostError(
    `the images ${references.join(", ")} could not be copied: ${failed.join("; ") || `docker save ended with ${saved}`}`,
  );
}
