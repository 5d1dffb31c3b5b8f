import { readdirSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exitCodes } from "@stackbench/terminal";
import { runBench } from "./testing/run-bench.ts";
import { canServeSsh, startSshServer, type SshServer } from "./testing/ssh-server.ts";
import { temporaryResults } from "./testing/temporary-results.ts";

/** `--host=ssh://…` as people use it, to the engine of this machine by way of a real server of ssh. */
const out = temporaryResults();
let server: SshServer;
beforeAll(async () => {
  if (canServeSsh) server = await startSshServer();
});
afterAll(() => server?.[Symbol.dispose]());

const throughSsh = (args: readonly string[], onStderr?: Parameters<typeof runBench>[1]) =>
  runBench(args, onStderr, server.environment);
const verify = () => [
  "verify",
  "node-http:bare",
  "--driver=docker",
  `--host=ssh://${server.alias}`,
];

async function nothingLeft(): Promise<void> {
  await expect.poll(() => server.clients(), { timeout: 10_000 }).toEqual([]);
  const sockets = () => readdirSync(server.temporaryFolder).filter((name) => name.includes("ssh"));
  await expect.poll(sockets, { timeout: 10_000 }).toEqual([]);
}

test.runIf(canServeSsh)("a stack is verified through one connection of ssh", async () => {
  let most = 0;
  const { code, stdout, stderr } = await throughSsh(verify(), () => {
    most = Math.max(most, server.clients().length);
  });
  expect(code, stdout + stderr).toBe(0);
  expect(stdout).toContain("1 verified, 0 failed");
  expect(most).toBe(1);
  await nothingLeft();
});

test.runIf(canServeSsh)(
  "an interrupted command takes down through it what is up, and a killed one leaves no ssh",
  async () => {
    const run = [
      "run",
      "--stack=node-http:bare",
      "--driver=docker",
      "--no-calibration",
      `--out=${out}`,
    ];
    const elsewhere = [
      `--host=ssh://${server.alias}`,
      "--rounds=3",
      "--duration=0.5",
      "--warmup=0.3",
    ];
    for (const signal of ["SIGINT", "SIGKILL"] as const) {
      const { code, stderr } = await throughSsh([...run, ...elsewhere], (told, kill) => {
        if (told.includes("[1/3]")) kill(signal);
      });
      expect(code, stderr).toBe(signal === "SIGINT" ? exitCodes.interrupted : null);
      await nothingLeft();
    }
    const { code, stdout } = await throughSsh(["clean", `--host=ssh://${server.alias}`]);
    expect(code, stdout).toBe(0);
    await nothingLeft();
  },
);

test.runIf(canServeSsh)("what is wrong there is told as ssh tells it", async () => {
  const ask = async (address: string): Promise<string> => {
    const { code, stderr } = await throughSsh([...verify().slice(0, 3), `--host=${address}`]);
    expect(code, stderr).not.toBe(0);
    await nothingLeft();
    return stderr;
  };
  expect(await ask("ssh://nowhere.invalid")).toMatch(/Could not resolve hostname/i);
  const refused = await ask(`ssh://nobody-there@${server.alias}`);
  expect(refused).toMatch(/Permission denied \(publickey\)/);
  expect(await ask(`ssh://${server.alias}/run/none.sock`)).toMatch(
    /was reached, but nothing answers at \/run\/none\.sock there/,
  );
});
