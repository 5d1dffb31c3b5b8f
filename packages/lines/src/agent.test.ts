import { HostError, type Launched, type Program } from "@stackbench/model";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { Agent } from "./agent.ts";
import type { Protocol } from "./protocol.ts";
import { launcherOf } from "./testing/index.ts";

const protocol = {
  double: { given: z.number(), reply: z.number(), progress: z.string() },
} satisfies Protocol;

const launcher = launcherOf(() => "");
afterAll(() => launcher[Symbol.asyncDispose]());

/** Doubles numbers; commits `fault`, a line of JavaScript, at its command number `at`, from 0; -1: at its start; -2: at the end of its input. */
function faulty(at: number, fault: string): Program {
  const source = `
    let count = 0, id, given;
    const say = (line) => console.log(typeof line === "string" ? line : JSON.stringify({ id, ...line }));
    const hang = () => setInterval(() => {}, 1000);
    const fault = () => { ${fault} };
    if (${at} === -1) fault();
    const lines = require("node:readline").createInterface({ input: process.stdin });
    lines.on("line", (line) => {
      ({ id, given } = JSON.parse(line));
      if (count++ === ${at}) return fault();
      say({ reply: 2 * given });
    });
    lines.on("close", () => { if (${at} === -2) fault(); });`;
  return { entry: { command: process.execPath }, arguments: ["-e", source] };
}

async function start(
  at: number,
  fault: string,
  patienceMs = 20_000,
): Promise<{ agent: Agent<typeof protocol>; launched: Launched }> {
  const launched = await launcher.launch(faulty(at, fault));
  return { agent: new Agent(launched, { protocol, name: "trial", patienceMs }), launched };
}

const dies = "console.error('no room'); process.exit(3)";
const silence = 'the trial gave no reply to "double"';

const faults: [what: string, fault: string, told: string, patienceMs?: number][] = [
  ["dies", dies, `${silence} (exit code 3): no room`],
  [
    "is killed",
    "process.kill(process.pid, 'SIGKILL'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
    `${silence} (SIGKILL): silent`,
  ],
  ["hangs", "hang()", `${silence} within 0.9 s (SIGKILL): silent`, 900],
  ["answers rubbish", "say('hi')", 'the trial: expected a reply, got "hi"'],
  ["answers half a line", `say('{"id":1,"reply":')`, "the trial: expected a reply, got "],
  ["answers what is no number", "say({ reply: 'four' })", "the trial: expected a reply, got "],
  ["answers another question", "say({ id: 0, reply: 4 })", "got to what it was not asked: "],
];

async function failureOf(work: Promise<unknown>): Promise<Error> {
  return await work.then(
    (value) => new Error(`got ${String(value)}`),
    (error: Error) => error,
  );
}

describe.each(faults)("an agent that %s", (_what, fault, told, patienceMs) => {
  test.each([0, 1, 2])("when it is asked, after %i right replies", async (at) => {
    const { agent, launched } = await start(at, fault, patienceMs);
    for (let number = 0; number < at; number++) {
      expect(await agent.ask("double", number, { lastsMs: 20_000 })).toBe(2 * number);
    }
    const [first, waiting] = await Promise.all([
      failureOf(agent.ask("double", 7)),
      failureOf(agent.ask("double", 8)),
    ]);
    expect(first).toBeInstanceOf(HostError);
    expect(first.message).toContain(told);
    // What it says later may belong to what was asked before: it is gone, and says the same to all.
    expect(waiting).toBe(first);
    expect(await failureOf(agent.ask("double", 9))).toBe(first);
    await launched.exited;
    await agent.end();
  });
});

test("one that dies where it is launched, or between two questions, is told with its last words", async () => {
  const { agent } = await start(-1, dies);
  expect((await failureOf(agent.ask("double", 1))).message).toContain("exit code 3): no room");
  const later = await start(0, `say({ reply: 2 }); ${dies}`);
  expect(await later.agent.ask("double", 1)).toBe(2);
  await later.launched.exited;
  const failure = await failureOf(later.agent.ask("double", 1));
  expect(failure.message).toBe(`${silence} (exit code 3): no room`);
});

test("one that talks before it is asked is not believed", async () => {
  const { agent, launched } = await start(-1, "say({ id: 1, reply: 4 })");
  const failure = await failureOf(agent.ask("double", 2));
  expect(failure.message).toContain('expected a reply to "double", got to what it was not asked: ');
  expect(await launched.exited).toMatchObject({ signal: "SIGKILL" });
});

test("one that answers twice is not believed when it is asked again, by the same or by another", async () => {
  const twice = "say({ reply: 4 }); say({ reply: 4 })";
  const { agent } = await start(0, twice);
  expect(await agent.ask("double", 2)).toBe(4);
  expect((await failureOf(agent.ask("double", 5))).message).toContain("what it was not asked");
  const handed = await start(0, twice);
  expect(await handed.agent.ask("double", 2)).toBe(4);
  const other = new Agent(handed.launched, { protocol, name: "other" });
  expect((await failureOf(other.ask("double", 5))).message).toContain("what it was not asked");
});

test("one that answers well can be handed to another that asks", async () => {
  const { agent, launched } = await start(-3, "");
  expect(await agent.ask("double", 2)).toBe(4);
  const other = new Agent(launched, { protocol, name: "other" });
  expect(await other.ask("double", 3)).toBe(6);
  await other.end();
});

test("a reply that came while this process stood still is no late one", async () => {
  const { agent } = await start(-3, "", 300);
  expect(await agent.ask("double", 1, { lastsMs: 20_000 })).toBe(2);
  const asked = agent.ask("double", 2);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
  expect(await asked).toBe(4);
  await agent.end();
});

test("what cannot be carried out is told, and more can be asked; progress is told on the way", async () => {
  const refusing = "say({ failure: 'no twos' })";
  const { agent } = await start(0, refusing);
  expect((await failureOf(agent.ask("double", 2))).message).toBe("the trial: no twos");
  expect(await agent.ask("double", 3)).toBe(6);
  await agent.end();
  const own = await start(0, refusing);
  const failed = (message: string): Error => new RangeError(message);
  await expect(own.agent.ask("double", 2, { failed })).rejects.toThrow(new RangeError("no twos"));
  await own.agent.end();
  const telling = await start(
    0,
    "say({ progress: 'half' }); say({ progress: 'most' }); say({ reply: 1 })",
  );
  const heard: string[] = [];
  expect(await telling.agent.ask("double", 2, { onProgress: (line) => heard.push(line) })).toBe(1);
  expect(heard).toEqual(["half", "most"]);
  await telling.agent.end();
});

test("a signal ends what is asked, and the program", async () => {
  const { agent, launched } = await start(0, "hang()");
  const person = new AbortController();
  const asked = failureOf(agent.ask("double", 2, { signal: person.signal }));
  const reason = new Error("enough");
  person.abort(reason);
  expect(await asked).toBe(reason);
  expect(await launched.exited).toMatchObject({ signal: "SIGKILL" });
  expect((await failureOf(agent.ask("double", 2))).message).toBe("the trial has been ended");
});

describe("its end", () => {
  test.each([
    ["follows that of its input", "", { code: 0 }],
    ["may be a death", "process.exit(5)", { code: 5 }],
    ["may be full of talk", "say('bye'); say({ reply: 1 }); process.exit(0)", { code: 0 }],
    ["is made where it hangs", "hang()", { signal: "SIGKILL" }],
  ])("%s", async (_what, fault, ending) => {
    const { agent, launched } = await start(-2, fault);
    expect(await agent.ask("double", 2)).toBe(4);
    await agent.end();
    expect(await launched.exited).toMatchObject(ending);
    expect((await failureOf(agent.ask("double", 2))).message).toBe("the trial has been ended");
  });

  test("breaks off what is asked then, and what waits behind it", async () => {
    const { agent, launched } = await start(0, "hang()");
    const asked = [failureOf(agent.ask("double", 2)), failureOf(agent.ask("double", 3))];
    await agent.end();
    for (const { message } of await Promise.all(asked)) {
      expect(message).toBe("the trial has been ended");
    }
    await launched.exited;
  });
});
