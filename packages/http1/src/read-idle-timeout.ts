const timeout = /(?:^|[\s,;])timeout\s*=\s*"?(\d{1,9})(?!\d)/i;

/** A server says the same in every answer: its last value is not read again. */
let last = { text: Buffer.alloc(0), ms: Infinity };

/** The value of `Keep-Alive`: `timeout=5, max=100`, in seconds (RFC 2068, section 19.7.1.1). Infinity where it tells none. */
export function readIdleTimeout(bytes: Uint8Array, from: number, to: number): number {
  if (!isLast(bytes, from, to)) {
    const text = Buffer.from(bytes.subarray(from, to));
    const seconds = timeout.exec(text.toString("latin1"))?.[1];
    last = { text, ms: seconds === undefined ? Infinity : Number(seconds) * 1000 };
  }
  return last.ms;
}

function isLast(bytes: Uint8Array, from: number, to: number): boolean {
  const { text } = last;
  if (text.length !== to - from) return false;
  for (let i = 0; i < text.length; i++) if (text[i] !== bytes[from + i]) return false;
  return true;
}
