import { parseStatusField } from "./process-status.ts";
import { readText } from "./read-file.ts";

/** Whether a process does something of its own on the signal of this number: most end one that does not. */
export function catchesSignal(pid: number, signal: number): boolean {
  const mask = parseStatusField(readText(`/proc/${pid}/status`) ?? "", "SigCgt");
  return mask !== undefined && (BigInt(`0x${mask}`) & (1n << BigInt(signal - 1))) !== 0n;
}
