import type { LoadRequest } from "@stackbench/model";
import { expect, test } from "vitest";
import { trialDriver, trialRequest } from "./fixtures/trial-driver.ts";

const firstRequest: LoadRequest = {
  method: "GET",
  path: "/hello",
  headers: {},
  body: "",
  expect: { status: 200, bodyBytes: 13 },
};

/** Beside the clock's tick, what a busy machine may take between a server's doing and our seeing, ms. */
const slackMs = 200;

test.runIf(process.platform === "linux")(
  "a start is timed as the server itself records it: when it listens, is ready and answers",
  async () => {
    await using trial = trialDriver();
    const environment = { LISTEN_AFTER_MS: "700", READY_AFTER_MS: "600" };
    const shape = { command: ["node", "late-app.ts"], environment };
    const request = trialRequest(shape, { firstRequest });
    await using sitting = await trial.driver.bringUp(request);
    const { launchMs, listeningMs, readyMs, answeredMs, blindMs } = sitting.start!;
    const response = await fetch(`http://127.0.0.1:${sitting.target.port}/record`);
    const record = (await response.json()) as Record<string, number>;
    const { bornAt, listenedAt, readyAt, healthzAt, helloAt } = record;

    // The process was made while it was launched, and its birth is known to a tick or two.
    const ours = { listeningMs, readyMs, answeredMs };
    const theirs = { listeningMs: listenedAt, readyMs: healthzAt, answeredMs: helloAt };
    for (const [name, at] of Object.entries(theirs)) {
      const late = ours[name as keyof typeof ours]! - (at! - bornAt!);
      expect(late, name).toBeGreaterThan(-launchMs! - 20);
      expect(late, name).toBeLessThan(blindMs + 20 + slackMs);
    }
    // Asked so often, it was seen soon after it was ready, and not at some later question.
    expect(readyMs - listeningMs!).toBeGreaterThan(600 - blindMs - 20);
    expect(healthzAt! - readyAt!).toBeLessThan(blindMs + slackMs);
  },
);

test("a start that nobody wants timed has no times", async () => {
  await using trial = trialDriver();
  await using sitting = await trial.driver.bringUp(trialRequest());
  expect(sitting.start).toBeUndefined();
});

test("an app that answers the first request wrongly does not come up, and what it answered is told", async () => {
  await using trial = trialDriver();
  const wrong = { ...firstRequest, expect: { status: 201, bodyBytes: null } };
  const request = trialRequest({}, { firstRequest: wrong, readyTimeoutMs: 3000 });
  await expect(trial.driver.bringUp(request)).rejects.toThrow(
    /GET \/hello: expected status 201, got \d+/,
  );
});
