import { afterEach, expect, test, vi } from "vitest";
import { appEnvironment, baseEnvironment } from "./environment.ts";
import { trialRequest } from "./fixtures/trial-driver.ts";

afterEach(() => void vi.unstubAllEnvs());

test("an app sees nothing of the shell that could make it another server than in its container", () => {
  const shell = {
    NODE_COMPILE_CACHE: "/warm",
    NODE_DISABLE_COMPILE_CACHE: "1",
    NODE_ENV: "test",
    NODE_OPTIONS: "--no-opt",
    UV_THREADPOOL_SIZE: "64",
  };
  for (const [name, value] of Object.entries(shell)) vi.stubEnv(name, value);
  const request = trialRequest({ environment: { GREETING: "hello" } });
  const environment = appEnvironment(request, process.execPath, { port: 18_000 });
  for (const name of Object.keys(shell)) expect(environment).not.toHaveProperty(name);
  expect(environment).toMatchObject({ PORT: "18000", GREETING: "hello", TZ: "UTC" });

  const asked = trialRequest({ environment: { NODE_ENV: "production" } });
  expect(appEnvironment(asked, process.execPath, { port: 18_000 })).toMatchObject({
    NODE_ENV: "production",
  });
});

test("an app is told its shape whatever the variant's environment says", () => {
  const request = trialRequest({});
  const variant = { ...request.variant, environment: { PORT: "1", WORKERS: "64" } };
  expect(appEnvironment({ ...request, variant }, process.execPath, { port: 18_000 })).toMatchObject(
    { PORT: "18000", WORKERS: "1" },
  );
});

test("the harness's own programs have a code cache, the shell's or their own", () => {
  vi.stubEnv("NODE_COMPILE_CACHE", "/warm");
  expect(baseEnvironment(process.execPath)).toMatchObject({ NODE_COMPILE_CACHE: "/warm" });
  vi.stubEnv("NODE_COMPILE_CACHE", undefined);
  const { NODE_COMPILE_CACHE: own } = baseEnvironment(process.execPath);
  expect(own).toMatch(/stackbench\/compile-cache$/);
});
