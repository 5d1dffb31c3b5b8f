import { expect, test } from "vitest";
import { column, figure, rightColumn, text, type Column } from "../../describe/cell.ts";
import { renderRows } from "./rows.ts";
import { displayWidth } from "./text-layout.ts";

interface Line {
  name: string;
  count: number;
  note: string;
}

const columns: Column<Line>[] = [
  column("name", "name", "left", ({ name }) => text(name)),
  ...["first", "second", "third", "fourth", "fifth", "sixth"].map((head) =>
    rightColumn(head, ({ count }: Line) => figure(count, "count"), "figures of something"),
  ),
  column("note", "", "left", ({ note }) => text(note)),
];
const lines = [
  { name: "a:bare", count: 123_456_789, note: "" },
  { name: "b:bare", count: 1, note: "a note of some length that says something" },
];
const rendered = (width: number, rows: readonly Line[] = lines, keys = 1): string =>
  renderRows(columns, rows, { columns: width, colour: false }, keys);

test("a table that fits is one", () => {
  expect(rendered(200)).not.toContain("\n\n");
});

test.each([100, 80, 60])("in %i columns it is several, and loses nothing", (width) => {
  const parts = rendered(width).split("\n\n");
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) {
    expect(Math.max(...part.split("\n").map(displayWidth))).toBeLessThanOrEqual(width);
    expect(part).toMatch(/^b:bare/m);
  }
  for (const head of ["first", "sixth", "a note of some length"]) {
    expect(parts.filter((part) => part.includes(head))).toHaveLength(1);
  }
});

test("a row that a later table has nothing of does not stand in it", () => {
  const notes = rendered(60).split("\n\n").at(-1)!;
  expect(notes).toMatch(/^b:bare  a note/m);
  expect(notes).not.toContain("a:bare");
});

test("a column without a word makes no table of its own", () => {
  const [first] = lines;
  const parts = rendered(60, [first!]).split("\n\n");
  expect(parts.every((part) => part.includes("123456789"))).toBe(true);
});

test("what is wider than a line by itself is cut in its middle", () => {
  const long = { name: "n".repeat(70), count: 1, note: "begins, goes on ".repeat(9) };
  const text = rendered(60, [long]);
  expect(Math.max(...text.split("\n").map(displayWidth))).toBeLessThanOrEqual(60);
  expect(text).toContain("…");
});

test("several columns may tell the rows apart", () => {
  const parts = rendered(60, lines, 2).split("\n\n");
  expect(parts.every((part) => part.includes("first"))).toBe(true);
});
