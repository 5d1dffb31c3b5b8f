import { expect, test } from "vitest";
import { composeComment, markerOf, readMarker } from "./compose-comment.ts";

const sha = "0123456789".repeat(4);
const branch = (ref: string) => ({ number: 7, base: { ref: "main", sha }, head: { ref, sha } });
const told = "### TIE: my-app:bare at 0123456789 against 9876543210\n";
const environment = {
  GITHUB_SERVER_URL: "https://github.com",
  GITHUB_REPOSITORY: "me/my_app",
  GITHUB_RUN_ID: "99",
};

test("a comment begins with its marker, and tells the verdict, the branches and the job", () => {
  const text = composeComment({ key: "k", told, pullRequest: branch("faster-json"), environment });
  expect(text.split("\n")).toEqual([
    markerOf("k"),
    "### TIE: my-app:bare at 0123456789 against 9876543210",
    "",
    "Head: faster-json. Base: main.",
    "",
    "The run, with its report page and all figures, is an artefact of [this job](https://github.com/me/my_app/actions/runs/99).",
    "",
  ]);
});

test.each([
  ["x`@team`", "x\\`@&#8203;team\\`"],
  ["<!--stackbench-ab-->", String.raw`\<!--stackbench-ab--\>`],
  ["fix/#12-GH-13", String.raw`fix/\#&#8203;12-GH-&#8203;13`],
  ["![a](http://other/x.png)", String.raw`!\[a\](http://other/x.png)`],
  ["\u202egnp.exe", "�gnp.exe"],
  ["$(id);${{secrets.X}}", "$(id);${{secrets.X}}"],
  ["a\n\n### FASTER", String.raw`a \#\#\# FASTER`],
])("a branch named %j stands as that", (ref, shown) => {
  const text = composeComment({ key: "k", told, pullRequest: branch(ref), environment: {} });
  expect(text.split("\n").at(-2)).toBe(`Head: ${shown}. Base: main.`);
});

test("no key ends the marker's line, and a marker is one at the beginning alone", () => {
  const marker = markerOf("a\n--> <b>");
  expect(marker).toMatch(/^<!-- stackbench ab [0-9a-f]{16} -->$/);
  expect(readMarker(`${marker}\ntext`)).toBe(marker);
  expect(readMarker(` ${marker}\ntext`)).toBeUndefined();
  expect(readMarker(`${marker} text`)).toBeUndefined();
  expect(markerOf("b")).not.toBe(markerOf("a"));
});

test("what no comment can hold is told to be elsewhere", () => {
  const long = composeComment({
    key: "k",
    told: "x".repeat(70_000),
    pullRequest: undefined,
    environment,
  });
  expect(long).toBe(
    `${markerOf("k")}\nThe verdict is too long for a comment: see the job's summary and its artefact.\n`,
  );
});
