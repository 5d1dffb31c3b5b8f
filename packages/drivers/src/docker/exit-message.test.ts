import { describe, expect, it } from "vitest";
import { exitMessage, signalOfExitCode } from "./exit-message.ts";

describe("exitMessage", () => {
  it.each([
    [3, false, null, "exited with code 3"],
    [0, false, null, "exited with code 0"],
    [139, false, null, "killed by SIGSEGV"],
    [255, false, null, "exited with code 255"],
    [137, true, 64 * 1024 ** 2, "killed for memory (limit 64 MiB)"],
  ])("code %i, killed for memory %s", (exitCode, killedForMemory, limit, expected) => {
    expect(exitMessage({ exitCode, killedForMemory }, limit)).toBe(expected);
  });

  it("knows signals by their number", () => {
    expect(signalOfExitCode(137)).toBe("SIGKILL");
    expect(signalOfExitCode(143)).toBe("SIGTERM");
    expect(signalOfExitCode(128)).toBeUndefined();
    expect(signalOfExitCode(1)).toBeUndefined();
  });
});
