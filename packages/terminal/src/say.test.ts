import { expect, onTestFinished, test, vi } from "vitest";
import { say, sayAbove } from "./say.ts";

test("what is rewritten on the same terminal gives way to a line, which is cleaned", () => {
  const done: string[] = [];
  const stderr = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    done.push(String(text));
    return true;
  });
  onTestFinished(() => {
    sayAbove(undefined);
    stderr.mockRestore();
  });
  sayAbove((write) => {
    done.push("erased");
    write();
    done.push("drawn");
  });
  say("a\u001b[2Jb");
  sayAbove(undefined);
  say("c");
  expect(done).toEqual(["erased", "ab\n", "drawn", "c\n"]);
});
