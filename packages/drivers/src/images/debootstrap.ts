import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { HostError } from "@stackbench/model";
import { carryOut } from "./carry-out.ts";
import { retag, underAnotherName } from "./ensure.ts";
import { BuildFailure } from "./follow.ts";
import { programGroup } from "./program-group.ts";

export const debianSuite = "trixie";

// What nobody reads in a container: never unpacked, so that images built on this stay small too.
const leanRules = `path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/man/*
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
`;
const leftOut = [
  "./dev/*",
  "./debootstrap",
  "./usr/share/doc/*",
  "./usr/share/man/*",
  "./usr/share/info/*",
  "./usr/share/locale/*",
  "./var/cache/apt/*.bin",
  "./var/cache/apt/archives/*.deb",
  "./var/lib/apt/lists/*",
  "./var/log/*.log",
];

/** Makes a minimal Debian and imports it as `reference`. Throws HostError with what to do, or the signal's reason. */
export async function importDebian(
  docker: Docker,
  reference: string,
  report: (message: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const program = ["/usr/sbin/debootstrap", "/usr/bin/debootstrap"].find(existsSync);
  const isRoot = process.getuid?.() === 0;
  if (program === undefined || !isRoot) {
    const got = program === undefined ? "debootstrap is not installed" : "this is not root";
    throw new HostError(
      `The engine can reach no image registry, and a base image cannot be made here: ${got}. ` +
        "Install debootstrap (apt-get install debootstrap) and run once as root, or pull or " +
        "load the official images into the engine (docker load).",
    );
  }
  const directory = await mkdtemp(join(tmpdir(), "stackbench-debian-"));
  try {
    report(`Making a Debian ${debianSuite} base with debootstrap (about a minute, once)`);
    const make = ["--variant=minbase", "--include=ca-certificates", debianSuite, directory];
    const made = await programGroup(program, make, signal, { all: true });
    signal?.throwIfAborted();
    if (made.failed) {
      const lines = made.all?.split("\n").slice(-5).join("\n") ?? "";
      throw new HostError(`debootstrap failed (exit code ${made.exitCode}):\n${lines}`);
    }
    await writeFile(join(directory, "etc/dpkg/dpkg.cfg.d/stackbench-lean"), leanRules);
    await importTree(docker, directory, reference, signal);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function importTree(
  docker: Docker,
  directory: string,
  reference: string,
  signal?: AbortSignal,
): Promise<void> {
  const excluded = leftOut.map((path) => `--exclude=${path}`);
  const create = ["--create", "--numeric-owner", ...excluded, "--directory", directory, "."];
  const tar = programGroup("tar", create, signal, { buffer: false });
  try {
    await underAnotherName(docker, reference, async (unfinished) => {
      const [repo, tag] = unfinished.split(":");
      await carryOut(
        docker,
        "import the Debian base",
        (engine) => engine.importImage(tar.stdout, { repo, tag }),
        signal,
      );
      // The engine takes a tree that ends too soon for a whole one.
      const packed = await tar;
      if (packed.failed) throw new HostError(`tar failed on the Debian base: ${packed.message}`);
      await retag(docker, unfinished, reference);
    });
  } catch (error) {
    if (!(error instanceof BuildFailure)) throw error;
    throw new HostError(`Docker refused the Debian base: ${error.message}`, { cause: error });
  } finally {
    tar.end();
  }
}
