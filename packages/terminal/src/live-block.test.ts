import stringWidth from "string-width";
import { expect, test } from "vitest";
import { LiveBlock } from "./live-block.ts";
import { Screen } from "./testing/index.ts";

/** A block on a screen of so many columns below a line that was there before. */
async function place(columns: number) {
  const screen = new Screen(columns, 10);
  let written = "";
  const block = new LiveBlock({ write: (text) => void (written += text) });
  /** What was written since, which is now on the screen. */
  const show = async (): Promise<string> => {
    const text = written;
    written = "";
    await screen.write(text);
    return text;
  };
  await screen.write("$ pnpm bench\n");
  return { screen, block, show };
}

test("lines are written over, more or fewer of them, and leave nothing behind", async () => {
  const { screen, block, show } = await place(40);
  block.draw(["first", "second", "third"]);
  await show();
  expect(screen.lines).toEqual(["$ pnpm bench", "first", "second", "third"]);
  block.draw(["1st", "second", "3rd"]);
  const rewritten = await show();
  expect(screen.lines).toEqual(["$ pnpm bench", "1st", "second", "3rd"]);
  expect(rewritten).not.toContain("second");
  block.draw(["a"]);
  await show();
  block.draw(["a", "b"]);
  await show();
  expect(screen.lines).toEqual(["$ pnpm bench", "a", "b"]);
  block.drawLast("c");
  await show();
  expect(screen.lines).toEqual(["$ pnpm bench", "a", "c"]);
  block.erase();
  await show();
  expect(screen.lines).toEqual(["$ pnpm bench"]);
  block.drawLast("of nothing");
  expect(await show()).toBe("");
});

test("what did not change is not written again", async () => {
  const { block, show } = await place(40);
  block.draw(["a", "b"]);
  await show();
  block.draw(["a", "b"]);
  expect(await show()).toBe("");
});

test.each([39, 17, 11, 60])(
  "made to fit again where the window is now %d wide",
  async (columns) => {
    const { screen, block, show } = await place(40);
    const long = (letter: string): string => letter.repeat(38);
    block.draw([long("a"), "short", "世".repeat(19), long("d")]);
    await show();
    await screen.resize(columns, 10);
    block.eraseAt(columns, stringWidth);
    await show();
    const left = screen.lines.filter((line) => line !== "");
    expect(left.join("").replaceAll(" ", "")).toBe("$pnpmbench");
    block.draw(["a", "b"]);
    await show();
    expect(screen.lines.slice(-2)).toEqual(["a", "b"]);
  },
);
