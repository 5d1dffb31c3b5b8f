import { once } from "node:events";
import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { catchesSignal } from "./catches-signal.ts";

test("Node opens its inspector on SIGUSR1, a shell ends by it, and nobody catches SIGKILL", async () => {
  const shell = spawn("sh", ["-c", "echo up; read line"], { stdio: ["pipe", "pipe", "ignore"] });
  try {
    await once(shell.stdout, "data");
    expect(catchesSignal(process.pid, 10)).toBe(true);
    expect(catchesSignal(process.pid, 9)).toBe(false);
    expect(catchesSignal(shell.pid!, 10)).toBe(false);
  } finally {
    shell.kill();
  }
  expect(catchesSignal(2 ** 30, 10)).toBe(false);
});
