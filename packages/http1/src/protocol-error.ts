/** The bytes are no HTTP/1.x answer. The message says what was expected and what came. */
export class ProtocolError extends Error {
  override readonly name: string = "ProtocolError";
}

/** The answer may be a right one, but is larger than what this harness takes in. The message names the limit as its own. */
export class ReaderLimitError extends ProtocolError {
  override readonly name = "ReaderLimitError";
}

/** Head, trailers or one chunk's extension: several times what servers send, and about what curl takes. */
export const longestHeadBytes = 256 * 1024;

/** `what`: "a head". */
export function refuseLength(what: string): never {
  throw new ReaderLimitError(
    `${what} of more than ${longestHeadBytes / 1024} KiB, which is the harness's own limit`,
  );
}
