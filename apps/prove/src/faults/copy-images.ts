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
 * asked to build or to pull for a fault's sake. Throws HostError where no engine answers or images cannot be copied.
 */
export async function copyImages(stacks: string, hosts: readonly string[]): Promise<void> {
  const { driver } = await chooseDriver("docker");
  const selected = await chooseVariants(stacks);
  const ids = new Set<string>();
  for (const { stack } of new Map(selected.map((entry) => [entry.stack.id, entry])).values()) {
    const { images } = await driver.prepare(stack, { services: servicesFor(["hello"]) }, say);
    for (const id of Object.values(images)) ids.add(id);
  }
  await driver.close();
  const { stdout } = await execute("docker", [
    "images",
    "--no-trunc",
    "--format={{.ID}} {{.Repository}}:{{.Tag}}",
  ]);
  const references = stdout.split("\n").flatMap((line) => {
    const [id = "", reference = ""] = line.split(" ");
    return ids.has(id) || bases.test(reference) ? [reference] : [];
  });
  for (const host of hosts) await copyTo(host, references);
}

async function copyTo(host: string, references: readonly string[]): Promise<void> {
  const save = spawn("docker", ["save", ...references], { stdio: ["ignore", "pipe", "ignore"] });
  const load = spawn("docker", ["--host", host, "load"], {
    stdio: [save.stdout, "ignore", "pipe"],
  });
  let told = "";
  load.stderr.on("data", (part) => (told += part));
  const [[saved], [loaded]] = (await Promise.all([once(save, "exit"), once(load, "exit")])) as [
    [number | null],
    [number | null],
  ];
  if (saved === 0 && loaded === 0) return;
  throw new HostError(`the images ${references.join(", ")} could not be copied: ${told.trim()}`);
}
