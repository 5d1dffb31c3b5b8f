export { ProtocolError, ReaderLimitError } from "./protocol-error.ts";
export { readFields } from "./read-fields.ts";
export * from "./request-bytes.ts";
export { ResponseFramer } from "./response-framer.ts";
