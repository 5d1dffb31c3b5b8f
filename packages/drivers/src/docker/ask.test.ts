import { HostError, EngineRefusal } from "@stackbench/model";
import { describe, expect, it } from "vitest";
import { ask } from "./ask.ts";

describe("ask", () => {
  it("gives up on an engine that does not answer", async () => {
    const silent = ask("start a container", () => new Promise<never>(() => {}), {
      timeoutMs: 20,
    });
    await expect(silent).rejects.toThrow(
      "The Docker engine stopped answering (start a container: no answer in 0.02 s).",
    );
    await expect(silent).rejects.toBeInstanceOf(HostError);
  });

  it("ends the request of an answer that came too late, or that nobody wants any more", async () => {
    const signals: AbortSignal[] = [];
    const never = (signal: AbortSignal): Promise<never> => {
      signals.push(signal);
      return new Promise(() => {});
    };
    await expect(ask("create", never, { timeoutMs: 1 })).rejects.toBeInstanceOf(HostError);
    const person = new AbortController();
    const asked = ask("create", never, { signal: person.signal });
    person.abort(new Error("SIGINT"));
    await expect(asked).rejects.toThrow("SIGINT");
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
    await expect(ask("create", never, { signal: person.signal })).rejects.toThrow("SIGINT");
    expect(signals).toHaveLength(2);
  });

  it("tells a refusal from silence", async () => {
    const no = Object.assign(new Error("(HTTP code 409) …"), {
      statusCode: 409,
      json: { message: "name in use" },
    });
    const refused = ask("create", () => Promise.reject(no));
    await expect(refused).rejects.toBeInstanceOf(EngineRefusal);
    await expect(refused).rejects.toMatchObject({
      statusCode: 409,
      message: "create: name in use",
    });
    const gone = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    const lost = ask("create", () => Promise.reject(gone));
    await expect(lost).rejects.toBeInstanceOf(HostError);
    await expect(lost).rejects.toMatchObject({ cause: gone });
  });

  it("keeps of a nested refusal only what is wrong", async () => {
    const message =
      "failed to create shim task: OCI runtime create failed: runc create failed: " +
      'unable to start container process: exec: "nope": executable file not found in $PATH: unknown';
    const no = Object.assign(new Error("x"), { statusCode: 400, json: { message } });
    await expect(ask("start", () => Promise.reject(no))).rejects.toThrow(
      'start: exec: "nope": executable file not found in $PATH',
    );
  });
});
