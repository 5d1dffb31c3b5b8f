import { LineQueue } from "../line-queue.ts";
import { LineSplitter, longestMessageBytes } from "../line-splitter.ts";
import { questionLineSchema, formatLine } from "../protocol.ts";
import type { Given, ProgressOf, Protocol, ReplyOf } from "../protocol.ts";

type Answer<Reply> = [Reply] extends [null] ? void : Reply;

/** What a program does for each command. What it throws is told as the command's failure. */
export type Handlers<P extends Protocol> = {
  [Name in keyof P]: (
    given: Given<P, Name>,
    tell: (progress: ProgressOf<P, Name>) => void,
  ) => Answer<ReplyOf<P, Name>> | Promise<Answer<ReplyOf<P, Name>>>;
};

/**
 * The program's end of a protocol: carries out the commands that come on stdin, one after the other, and exits at its
 * end: in mid-command with `close`, which is called then; without it once all that came has been replied to.
 */
export async function serve<P extends Protocol>(
  protocol: P,
  handlers: Handlers<P> & { close?: () => void },
): Promise<void> {
  const lines = new LineQueue();
  const splitter = new LineSplitter(longestMessageBytes, (line) => lines.push(line));
  process.stdin.on("data", (bytes: Buffer) => splitter.push(bytes));
  process.stdin.on("end", () => {
    if (handlers.close) {
      handlers.close();
      process.exit(0);
    }
    splitter.end();
    lines.end();
  });
  for await (const line of lines) {
    if (line.trim() !== "") await answer(protocol, handlers, line);
  }
  // What a reply left open (a socket being closed) must not keep the program.
  process.stdout.write("", () => process.exit(0));
}

async function answer<P extends Protocol>(
  protocol: P,
  handlers: Handlers<P>,
  line: string,
): Promise<void> {
  let id: number | null = null;
  try {
    const asked = questionLineSchema.parse(JSON.parse(line));
    const of = asked.id;
    id = of;
    const { command } = asked;
    const exchange = Object.hasOwn(protocol, command) ? protocol[command] : undefined;
    if (!exchange) {
      const known = Object.keys(protocol).join(", ");
      throw new Error(`expected a command (${known}), got "${command}"`);
    }
    const given = exchange.given.parse(asked.given) as Given<P, string>;
    const reply = await handlers[command as keyof P](given, (progress) =>
      say({ id: of, progress }),
    );
    say({ id, reply: reply ?? null });
  } catch (error) {
    say({ id, failure: error instanceof Error ? error.message : String(error) });
  }
}

function say(line: Parameters<typeof formatLine>[0]): void {
  process.stdout.write(`${formatLine(line)}\n`);
}
