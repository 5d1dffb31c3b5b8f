import { json, type Answer } from "./answer.ts";
import { readInteger, type Query } from "./read-input.ts";

const pageBytes = 4096;

export function report(query: Query): Answer {
  const mb = readInteger(query, "mb", { min: 1, max: 1024, fallback: 64 });
  return json(200, { mb, checksum: sumPages(mb * 1024 * 1024) });
}

/** Takes that many bytes, touches each page, sums what was written and lets the memory go. */
export function sumPages(bytes: number): number {
  const memory = new ArrayBuffer(bytes);
  const view = new Uint8Array(memory);
  const pages = bytes / pageBytes;
  for (let page = 0; page < pages; page++) view[page * pageBytes] = page % 251;
  let checksum = 0;
  for (let page = 0; page < pages; page++) checksum += view[page * pageBytes]!;
  // Detaches the buffer: its memory goes back now, not whenever the collector comes by.
  memory.transfer(0);
  return checksum;
}
