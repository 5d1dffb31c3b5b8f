import { quoteWord } from "@stackbench/report";
import { Screen } from "@stackbench/terminal/testing";
import { execFileSync, spawn } from "node:child_process";
import { testedFrom, testedProgram } from "./tested-program.ts";

/** The program in a terminal of its own, as a person sees it. */
export interface InTerminal {
  /** What is on the screen by now, and what scrolled away. */
  screen: Screen;
  /** All bytes so far. */
  readonly text: string;
  type(keys: string): void;
  /** As when its window is pulled to another size. */
  resize(columns: number, rows: number): Promise<void>;
  /** Resolves once it has written what matches; throws where it ends before. */
  wrote(what: RegExp): Promise<void>;
  /** Its exit code, once it has ended and all that it wrote is on the screen. */
  ended: Promise<number | null>;
}

/** By util-linux' `script`. */
export function runInTerminal(
  args: readonly string[],
  { columns, rows }: { columns: number; rows: number },
): InTerminal {
  const program = [process.execPath, testedProgram, ...args].map(quoteWord).join(" ");
  const command = `stty cols ${columns} rows ${rows}; tty; exec ${program}`;
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    cwd: testedFrom,
    env: { ...process.env, TERM: "xterm-256color", CI: "" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const screen = new Screen(columns, rows);
  let text = "";
  let wake = Promise.withResolvers<void>();
  let isOver = false;
  child.stdin.on("error", () => {});
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    text += part;
    void screen.write(part);
    wake.resolve();
    wake = Promise.withResolvers();
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve)).then(
    async (code) => {
      isOver = true;
      wake.resolve();
      await screen.write("");
      return code;
    },
  );
  return {
    screen,
    get text() {
      return text;
    },
    type: (keys) => void child.stdin.write(keys),
    async resize(newColumns, newRows) {
      const [device] = /\/dev\/pts\/\d+/.exec(text) ?? [];
      execFileSync("stty", ["-F", device!, "cols", `${newColumns}`, "rows", `${newRows}`]);
      await screen.resize(newColumns, newRows);
    },
    async wrote(what) {
      while (!what.test(text)) {
        if (isOver) throw new Error(`expected ${what} before its end, got:\n${text}`);
        await wake.promise;
      }
    },
    ended,
  };
}
