import { HostError } from "@stackbench/model";
import { describe, expect, it } from "vitest";
import { ask, EngineRefusal } from "./ask.ts";

describe("ask", () => {
  it("gives up on an engine that does not answer", async () => {
    const silent = ask("start a container", () => new Promise<never>(() => {}), 20);
    await expect(silent).rejects.toThrow(
      "The Docker engine stopped answering (start a container: no answer in 0.02 s).",
    );
    await expect(silent).rejects.toBeInstanceOf(HostError);
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
