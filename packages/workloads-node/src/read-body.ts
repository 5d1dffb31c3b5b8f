import { Refusal } from "./refusal.ts";

/** Biggest request body that is read, bytes; beyond it 413. */
export const bodyLimitBytes = 64 * 1024;

export function bodyTooLarge(): Refusal {
  return new Refusal(413, `body: expected at most ${bodyLimitBytes} bytes`);
}

/** For a body that is no JSON, with what the parser threw. */
export function malformedJson(cause: unknown): Refusal {
  return new Refusal(400, `body: expected JSON: ${(cause as Error).message}`, { cause });
}
