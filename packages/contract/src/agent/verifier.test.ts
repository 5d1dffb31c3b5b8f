import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { verifierEntry } from "../create-verifier.ts";
import { processLauncher } from "../testing/process-launcher.ts";

const launcher = processLauncher(verifierEntry);
let statuses: number[] = [];
const server = createServer((_, response) => {
  response.statusCode = statuses.length > 1 ? statuses.shift()! : statuses[0]!;
  response.end("starting");
});
afterEach(() => void server.close());

async function listen(...answers: number[]): Promise<string> {
  statuses = answers;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return String((server.address() as AddressInfo).port);
}

async function run(...given: string[]) {
  const launched = await launcher.launch({ entry: { agent: "verifier" }, arguments: given });
  const lines: string[] = [];
  for await (const line of launched.lines) lines.push(line);
  const { code, stderrTail } = await launched.exited;
  return { code, lines, stderrTail };
}

describe("verifier ready", () => {
  test("waits until /healthz answers 200", async () => {
    const port = await listen(503, 503, 503, 200);
    expect(await run("ready", "127.0.0.1", port, "10000")).toMatchObject({ code: 0, lines: [] });
    expect(statuses).toEqual([200]);
  });

  test("tells what it saw last when it is never ready", async () => {
    const port = await listen(503);
    expect(await run("ready", "127.0.0.1", port, "500")).toMatchObject({
      code: 1,
      lines: ['status 503 "starting"'],
    });
  });

  test("waits for every port, and tells which one is not ready", async () => {
    const port = await listen(200);
    expect(await run("ready", "127.0.0.1", `${port},${port}`, "10000")).toMatchObject({ code: 0 });
    // Nobody listens on the port of discard.
    expect(await run("ready", "127.0.0.1", `${port},9`, "500")).toMatchObject({
      code: 1,
      lines: ["port 9: connection refused"],
    });
  });

  test("tells that nobody listens", async () => {
    const port = await listen(200);
    server.close();
    await once(server, "close");
    expect(await run("ready", "127.0.0.1", port, "500")).toMatchObject({
      code: 1,
      lines: ["connection refused"],
    });
  });
});

test.each([[[]], [["ready", "127.0.0.1"]], [["sing"]]])(
  "refuses the arguments %j",
  async (given) => {
    const { code, stderrTail } = await run(...given);
    expect(code).toBe(2);
    expect(stderrTail).toContain("usage: verifier");
  },
);

test("verifier serve answers nonsense with a failure and goes on until it is told to end", async () => {
  const launched = await launcher.launch({ entry: { agent: "verifier" }, arguments: ["serve"] });
  for (const line of ["{", '{"command":"dance"}', '{"command":"end"}']) launched.write(line);
  const replies: unknown[] = [];
  for await (const line of launched.lines) replies.push(JSON.parse(line));
  expect(replies).toEqual([
    { reply: "failure", message: expect.stringContaining("JSON") },
    { reply: "failure", message: expect.stringContaining("command") },
  ]);
  expect((await launched.exited).code).toBe(0);
});
