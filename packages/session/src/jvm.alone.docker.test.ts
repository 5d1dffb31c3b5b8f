import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readThreadMasks } from "@stackbench/host";
import type { Launched, Selected, Sitting } from "@stackbench/model";
import { bareRequest } from "@stackbench/runner";
import { expect, test } from "vitest";
import { chooseDriver } from "./choose-driver.ts";
import { chooseVariants } from "./choose-variants.ts";

/** Requests that wait at once, and connections of the pool for all of them. */
const waitingRequests = 40;
const requestsUnderWay = 16;

test.each([
  ["quarkus:bare", "a thread each"],
  ["quarkus:virtual", "few threads"],
  ["spring-boot:bare", "a thread each"],
  ["spring-boot:virtual", "few threads"],
  ["vertx:bare", "few threads"],
] as const)(
  "%s starts without an error, waits on %s, and answers what is under way when it is told to end",
  async (key, threads) => {
    const [entry] = (await chooseVariants(key)) as [Selected];
    const { driver } = await chooseDriver("docker");
    const { signal } = new AbortController();
    const services = ["database", "upstream"] as const;
    try {
      await driver.prepare(entry.stack, { services }, () => {}, signal);
      const told = { runId: "test-jvm", sittingId: `r1/${key}`, signal };
      await using sitting = await driver.bringUp(
        bareRequest(entry, {
          ...told,
          services,
          cpus: { server: [0], load: [1], database: [1] },
          databasePoolSize: waitingRequests,
          // A JVM that starts beside much else needs more than most.
          readyTimeoutMs: 120_000,
        }),
      );
      const log = await sitting.logs("app", 100);
      expect(log.filter((line) => / (ERROR|SEVERE)\b/.test(line))).toEqual([]);

      const app = sitting.services.find(({ name }) => name === "app")!;
      const threadsBefore = readThreadMasks(app.pid).length;
      const half = `${waitingRequests / 2}`;
      const waiting = await launchClient(sitting, "waiting", [sitting.databaseUrl!, half]);
      const lines = waiting.lines[Symbol.asyncIterator]();
      expect(await nextOf(lines)).toEqual({ hello: 200 });
      const threadsMore = readThreadMasks(app.pid).length - threadsBefore;
      // Tomcat has ten at hand before anybody asks.
      if (threads === "few threads") expect(threadsMore).toBeLessThan(waitingRequests / 2);
      else expect(threadsMore).toBeGreaterThan(waitingRequests / 2);
      waiting.write("");
      expect(await nextOf(lines)).toEqual({
        reads: Array(waitingRequests / 2).fill(200),
        writes: Array(waitingRequests / 2).fill(201),
      });

      const ending = await launchClient(sitting, "ending", [`${requestsUnderWay / 2}`]);
      const said = ending.lines[Symbol.asyncIterator]();
      expect((await said.next()).value).toBe("sent");
      const toldAt = Date.now();
      expect(await sitting.endApp!()).toBeUndefined();
      const answers = (await nextOf(said)) as { status: unknown; at: number }[];
      expect(answers.map(({ status }) => status)).toEqual(Array(requestsUnderWay).fill(200));
      // Else it would tell nothing.
      expect(answers.some(({ at }) => at > toldAt)).toBe(true);
    } finally {
      await driver.close();
    }
  },
);

/** Starts a client beside the load generator. */
function launchClient(sitting: Sitting, name: string, more: readonly string[]): Promise<Launched> {
  const script = readFileSync(join(import.meta.dirname, `testing/clients/${name}.mjs`), "utf8");
  const base = `http://${sitting.target.host}:${sitting.target.port}`;
  const given = ["--input-type=module", "--eval", script, base, ...more];
  return sitting.launch({ entry: { command: "node" }, arguments: given });
}

async function nextOf(lines: AsyncIterator<string>): Promise<unknown> {
  const { value } = await lines.next();
  return JSON.parse(value as string) as unknown;
}
