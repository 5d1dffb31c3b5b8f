import { readInteger, readList } from "@stackbench/terminal";
import {
  leastPaddingBytes,
  mostPaddingBytes,
  readWorkload,
  UsageError,
  workloadParameters,
  type NamedWorkload,
} from "@stackbench/model";

/** `--request-bytes`: how many bytes are added to each request, 0 for none. Throws UsageError. */
export function readRequestBytes(text: string): number[] {
  const sizes = readList(text).map(readBytes);
  if (sizes.length === 0) {
    throw new UsageError(`--request-bytes: expected numbers such as 0,1000,4000; got "${text}"`);
  }
  refuseRepeated("request-bytes", sizes);
  return sizes.toSorted((a, b) => a - b);
}

function readBytes(text: string): number {
  const bytes = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (bytes === 0 || (bytes >= leastPaddingBytes && bytes <= mostPaddingBytes)) return bytes;
  throw new UsageError(
    `--request-bytes: expected 0, or ${leastPaddingBytes} (the shortest header that can be added) to ${mostPaddingBytes} (servers refuse a line of 8,190 bytes and more), got "${text}"`,
  );
}

/** `--response-items`: pages of so many rows, each a workload. Throws UsageError. */
export function readResponseItems(text: string): NamedWorkload[] {
  const { minimum: min, maximum: max } = workloadParameters["items.list"];
  const limits = readList(text).map((part) =>
    readInteger("response-items", part, min, { min, max }),
  );
  if (limits.length === 0) {
    throw new UsageError(`--response-items: expected numbers such as 1,20,100; got "${text}"`);
  }
  refuseRepeated("response-items", limits);
  return limits.map((limit) => readWorkload("response-items", `items.list:limit=${limit}`));
}

function refuseRepeated(option: string, values: readonly number[]): void {
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice === undefined) return;
  throw new UsageError(`--${option}: expected different numbers, got ${twice} twice`);
}
