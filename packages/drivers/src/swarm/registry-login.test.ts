import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { registryLogin } from "./registry-login.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stackbench-login-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const base64 = (text: string) => Buffer.from(text).toString("base64");

function loginWith(config: object | string, host = "registry.example:5000") {
  const text = typeof config === "string" ? config : JSON.stringify(config);
  writeFileSync(join(folder, "config.json"), text);
  return registryLogin(host, { DOCKER_CONFIG: folder });
}

/** A helper named `fake` that answers with this. */
function helperAnswers(script: string): void {
  const file = join(folder, "docker-credential-fake");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  vi.stubEnv("PATH", [folder, process.env["PATH"]].join(delimiter));
}

test("what docker login wrote is used for its registry and no other", async () => {
  const auths = { "registry.example:5000": { auth: base64("ann:a:secret") } };
  expect(await loginWith({ auths })).toEqual({
    serveraddress: "registry.example:5000",
    username: "ann",
    password: "a:secret",
  });
  expect(await loginWith({ auths }, "elsewhere.example")).toEqual({});
  expect(await registryLogin("registry.example", { DOCKER_CONFIG: join(folder, "none") })).toEqual(
    {},
  );
});

test("a helper is asked for the registry, by its own entry or the store of all", async () => {
  helperAnswers(`read host; echo '{"ServerURL":"x","Username":"ann","Secret":"for '"$host"'"}'`);
  const expected = { username: "ann", password: "for registry.example:5000" };
  expect(await loginWith({ credsStore: "fake" })).toMatchObject(expected);
  const credHelpers = { "registry.example:5000": "fake" };
  expect(await loginWith({ credHelpers })).toMatchObject(expected);
  expect(await loginWith({ credHelpers }, "elsewhere.example")).toEqual({});
});

test("a helper that knows none is no failure, one that fails is told, and its secrets are not", async () => {
  helperAnswers("echo 'credentials not found in native keychain'; exit 1");
  expect(await loginWith({ credsStore: "fake" })).toEqual({});
  helperAnswers("echo 'the keychain is locked'; exit 1");
  await expect(loginWith({ credsStore: "fake" })).rejects.toThrow("the keychain is locked");
  helperAnswers("echo 'hidden-secret'");
  await expect(loginWith({ credsStore: "fake" })).rejects.toThrow(/not JSON(?!.*hidden-secret)/);
  await expect(loginWith({ credsStore: "absent" })).rejects.toThrow("docker-credential-absent");
});

test("a configuration that is none is told as that", async () => {
  await expect(loginWith("{broken")).rejects.toThrow("the docker CLI's configuration");
  const auths = { "registry.example:5000": { auth: base64("no colon") } };
  await expect(loginWith({ auths })).rejects.toThrow("base64 of user:password");
});
