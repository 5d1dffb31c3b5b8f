import { describe, expect, it } from "vitest";
import { textFile } from "./context-file.ts";
import { hashOf, tagOf } from "./image-spec.ts";

const spec = {
  name: "load",
  files: [textFile("Dockerfile", "FROM x"), textFile("a", "1")],
  dockerfile: "Dockerfile",
  buildArguments: { NODE_IMAGE: "node:24" },
  baseIds: ["sha256:1"],
};

describe("an image's tag", () => {
  it("is the same whatever the order of the files", () => {
    expect(tagOf({ ...spec, files: spec.files.toReversed() })).toBe(tagOf(spec));
    expect(tagOf(spec)).toMatch(/^stackbench\/load:[0-9a-f]{16}$/);
  });

  it.each([
    ["a file's content", { files: [spec.files[0]!, textFile("a", "2")] }],
    ["a file's name", { files: [spec.files[0]!, textFile("b", "1")] }],
    ["a file's mode", { files: [spec.files[0]!, { ...textFile("a", "1"), executable: true }] }],
    ["where a file ends", { files: [textFile("Dockerfile", "FROM xa"), textFile("", "1")] }],
    ["a link's target", { files: [{ kind: "link" as const, path: "a", target: "b" }] }],
    ["a build argument", { buildArguments: { NODE_IMAGE: "node:25" } }],
    ["a base", { baseIds: ["sha256:2"] }],
    ["the Dockerfile's place", { dockerfile: "x/Dockerfile" }],
  ])("changes with %s", (_what, change) => {
    expect(hashOf({ ...spec, ...change })).not.toBe(hashOf(spec));
  });
});
