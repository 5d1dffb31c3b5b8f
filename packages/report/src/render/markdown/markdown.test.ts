import { expect, test } from "vitest";
import { fenced, joinMarkdown, markdownTable, inMarkdown } from "./markdown.ts";

test.each([
  ["<img src=x onerror=alert(1)>", String.raw`\<img src=x onerror=alert(1)\>`],
  ["<!-- hidden", String.raw`\<!-- hidden`],
  ["![p](http://other/p.png)", String.raw`!\[p\](http://other/p.png)`],
  ["a | b", String.raw`a \| b`],
  [String.raw`a \| b`, String.raw`a \\\| b`],
  ["`*bold*` __init__ ~~no~~", String.raw`\`\*bold\*\` \_\_init\_\_ \~\~no\~\~`],
  ["tcp_tw_reuse", "tcp_tw_reuse"],
  ["&#x202e;&lt;b", String.raw`\&\#x202e;\&lt;b`],
  ["R & D", "R & D"],
  ["@team, see #12", String.raw`@&#8203;team, see \#&#8203;12`],
  ["gh-12, GH-HEAD", "gh-&#8203;12, GH-HEAD"],
  ["fastify@base:bare", "fastify@base:bare"],
  ["a\n\n# b", String.raw`a \# b`],
  ["\u001b[2J\u202eevil", "�evil"],
])("%j in a sentence", (text, shown) => {
  expect(inMarkdown`got ${text}.`.text).toBe(`got ${shown}.`);
});

test.each([
  ["- item", String.raw`\- item`],
  ["+ item", String.raw`\+ item`],
  ["1. item", String.raw`1\. item`],
  ["1) item", String.raw`1\) item`],
  ["=====", String.raw`\=====`],
  ["1,234/s", "1,234/s"],
  [" - item", String.raw` \- item`],
  ["#", String.raw`\#`],
])("%j begins no block where it begins a line", (text, shown) => {
  expect(inMarkdown`${text}`.text).toBe(shown);
  expect(joinMarkdown(["a", text], "\n").text).toBe(`a\n${shown}`);
  expect(inMarkdown`a\n${text}`.text).toBe(`a\n${shown}`);
  expect(inMarkdown`a ${text}`.text).toBe(`a ${text}`);
});

test("a cell is one, whatever stands in it, and Markdown in it stays Markdown", () => {
  const columns = [
    { head: "a|b", align: "left" as const },
    { head: "n", align: "right" as const },
  ];
  expect(markdownTable(columns, [[inMarkdown`**${"x|\n| y"}**`, -1]]).text).toBe(
    ["| a\\|b | n |", "| :-- | --: |", "| **x\\| \\| y** | -1 |"].join("\n"),
  );
});

test.each(["```", "`````\n<img>", "a ```` b ``` c", "no ticks"])(
  "no line of %j ends its block of code",
  (log) => {
    const [opening, ...lines] = fenced(log).text.split("\n");
    const [fence] = /^`+/.exec(opening!)!;
    expect(lines.pop()).toBe(fence);
    expect(lines.join("\n")).toBe(log);
    expect(log).not.toContain(fence);
  },
);

test("a block of code keeps lines and nothing that a terminal obeys", () => {
  expect(fenced("a\u001b[2J\nb\u202e\r\n").text).toBe("```text\na\nb�\n\n```");
});
