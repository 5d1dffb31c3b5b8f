export { describeRefusal } from "./describe-refusal.ts";
export { openSocket, type OpeningSocket } from "./open-socket.ts";
export { ProtocolError, ReaderLimitError } from "./protocol-error.ts";
export { readFields } from "./read-fields.ts";
export * from "./request-bytes.ts";
export { ResponseFramer } from "./response-framer.ts";
export { selfSigned } from "./self-signed.ts";
export { tryConnection } from "./try-connection.ts";
export { tryHttp2 } from "./try-http2.ts";
