import { execFileSync } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runBench } from "./testing/run-bench.ts";

const id = `sleeps-${process.pid}`;
let parent: string;
let onBuilding = (): void => {};
// A step of the build asks here, and gets no answer.
const server = createServer(() => onBuilding());
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "stackbench-interrupted-"));
  await cp(join(import.meta.dirname, "testing/faulty"), join(parent, id), { recursive: true });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const text = `ARG DEBIAN_IMAGE\nFROM \${DEBIAN_IMAGE}\nADD http://127.0.0.1:${port}/ /file\n`;
  await writeFile(join(parent, id, "Dockerfile"), text);
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(parent, { recursive: true });
});

test.each([
  ["images", "--stack="],
  ["verify", "", "--driver=docker"],
  ["run", "--stack=", "--driver=docker", "--no-calibration"],
])(
  "Ctrl-C while `%s` builds an image ends it, and leaves no image",
  async (command, target, ...rest) => {
    let interrupt: (() => void) | undefined;
    let isBuilding = false;
    onBuilding = () => {
      isBuilding = true;
      interrupt?.();
    };
    const out = command === "run" ? [`--out=${parent}/results`] : [];
    const stack = join(parent, id);
    const { code, stderr } = await runBench(
      [command, `${target}${stack}:fine`, ...rest, ...out],
      (_told, kill) => (interrupt = () => kill("SIGINT")),
    );
    expect(isBuilding, stderr).toBe(true);
    expect(code, stderr).toBe(130);
    expect(stderr).toContain("SIGINT: taking everything down");
    server.closeAllConnections();
    const images = execFileSync("docker", ["images", "--quiet", `stackbench/stack-${id}`]);
    expect(images.toString()).toBe("");
  },
);
