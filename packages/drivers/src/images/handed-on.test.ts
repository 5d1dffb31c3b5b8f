import { expect, it } from "vitest";
import { textFile } from "./context-file.ts";
import { handedOn } from "./handed-on.ts";

const bases = [
  { environment: { PATH: "/usr/bin" } },
  { environment: { PATH: "/usr/local/go/bin", GOLANG_VERSION: "1.24.4", NODE_VERSION: "24.1.0" } },
];

it("hands on the versions that a Dockerfile asks for, and nothing else", () => {
  const text = "ARG GO_IMAGE\nFROM ${GO_IMAGE}\nARG PATH\nARG RUST_VERSION\nARG GOLANG_VERSION\n";
  const files = [textFile("other/Dockerfile", "ARG NODE_VERSION\n"), textFile("Dockerfile", text)];
  expect(handedOn({ files, dockerfile: "Dockerfile" }, bases)).toEqual([
    ["GOLANG_VERSION", "1.24.4"],
  ]);
});
