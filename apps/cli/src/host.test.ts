import { exitCodes } from "@stackbench/terminal";
import { expect, test } from "vitest";
import { runBench } from "./testing/run-bench.ts";

const host = "--host=unix:///nowhere/docker.sock";

test.each([
  ["verify", "node-http:bare"],
  ["run", "--stack=node-http:bare", "--rounds=1"],
  ["doctor"],
])("who names an engine gets no other program in its place: %s", async (...words) => {
  const { code, stdout, stderr } = await runBench([...words, host]);
  expect(code, stderr).toBe(exitCodes.host);
  expect(stderr).toContain("/nowhere/docker.sock");
  expect(stdout).toBe("");
});

test("nothing is said to be clean on an engine that nobody could look at", async () => {
  for (const words of [[], ["--expect-nothing"]]) {
    const { code, stdout, stderr } = await runBench(["clean", host, ...words]);
    expect(code, stderr).toBe(exitCodes.host);
    expect(stderr).toMatch(/nowhere\/docker\.sock.*what it may hold was not looked at/);
    expect(stdout).not.toContain("nothing to clean up");
  }
});

test("an engine that would have no part in it is a mistake", async () => {
  const { code, stderr } = await runBench(["verify", "node-http", "--driver=process", host]);
  expect(code).toBe(exitCodes.usage);
  expect(stderr).toContain("--driver=docker or --driver=swarm");
});
