import {
  StackFailure,
  type UsedGenerator,
  type LoadErrorKind,
  type LoadSpec,
  type TotalsOfLoad,
} from "@stackbench/model";
import { onlyRequest } from "../../refuses.ts";

/** Connections that had to be kept, as a share of the requests, for ab to have done what was asked. */
const keptAtLeast = 0.9;

/** Understands ab's report. Throws an Error where a part of it is missing. */
export function readAb(
  lines: readonly string[],
  spec: LoadSpec,
  generator: UsedGenerator,
): TotalsOfLoad {
  const seconds = figure(lines, /^Time taken for tests:\s+([\d.]+) seconds$/);
  const complete = figure(lines, /^Complete requests:\s+(\d+)$/);
  const wrongStatus = figure(lines, /^Non-2xx responses:\s+(\d+)$/, 0);
  const failed = lines.map((line) =>
    /^\s*\(Connect: (\d+), Receive: (\d+), Length: (\d+), Exceptions: (\d+)\)$/.exec(line),
  );
  const [, connect = 0, receive = 0, length = 0, exceptions = 0] =
    failed.find((match) => match !== null)?.map(Number) ?? [];
  const expectedBytes = onlyRequest(spec).expect.bodyBytes;
  const documentBytes = figure(lines, /^Document Length:\s+(\d+) bytes$/, -1);
  const errors: Partial<Record<LoadErrorKind, number>> = {};
  const add = (kind: LoadErrorKind, count: number) => {
    if (count > 0) errors[kind] = (errors[kind] ?? 0) + count;
  };
  add("connect", connect);
  // One failure can be counted as both.
  add("reset", Math.max(receive, exceptions));
  add("status", wrongStatus);
  // `length` counts answers unlike the first, error pages among them, which are counted already.
  // Where the first itself was wrong, the whole run was measured against it: none counts as right.
  const judged = complete - total(errors);
  const firstWasWrong = judged > 0 && expectedBytes !== null && documentBytes !== expectedBytes;
  add("length", firstWasWrong ? judged : Math.max(0, length - wrongStatus));
  const succeeded = Math.max(0, complete - total(errors));
  const kept = figure(lines, /^Keep-Alive requests:\s+(\d+)$/, 0);
  if (spec.keepAlive) requireKept(kept, succeeded);
  return {
    kind: "totals",
    generator,
    threads: 1,
    seconds,
    succeeded,
    errors,
    causes: [],
  };
}

function total(errors: Partial<Record<LoadErrorKind, number>>): number {
  return Object.values(errors).reduce((sum, count) => sum + count, 0);
}

function requireKept(kept: number, succeeded: number): void {
  if (kept >= keptAtLeast * succeeded) return;
  throw new StackFailure(
    "window",
    `expected kept connections, got ${kept} for ${succeeded} requests: ab speaks HTTP/1.0, this server closes on that; use another generator`,
  );
}

function figure(lines: readonly string[], pattern: RegExp, otherwise?: number): number {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match) return Number(match[1]);
  }
  if (otherwise !== undefined) return otherwise;
  throw new Error(`expected a line like ${pattern.source}, got none`);
}
