import { expect, test } from "vitest";
import { readRegistry } from "./registry.ts";

test("a registry is a host, a port where it has one, and a prefix", () => {
  expect(readRegistry("registry.example/team/bench")).toEqual({
    host: "registry.example",
    repository: "registry.example/team/bench/stackbench",
  });
  expect(readRegistry("127.0.0.1:5000")).toEqual({
    host: "127.0.0.1:5000",
    repository: "127.0.0.1:5000/stackbench",
  });
  expect(readRegistry("localhost/bench").host).toBe("localhost");
});

test("what the docker CLI would take for a name on Docker Hub is refused, and what is no name", () => {
  for (const text of [
    "bench",
    "team/bench",
    "https://registry.example",
    "registry.example/Team",
    "",
  ]) {
    expect(() => readRegistry(text), text).toThrow("--registry: expected host:port/prefix");
  }
});
