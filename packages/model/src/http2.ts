import { z } from "zod";

/**
 * How clients may speak HTTP/2 with a server, on the port on which it answers HTTP/1.1 too: `h2c` is without TLS, by prior
 * knowledge (RFC 9113, section 3.3). Where it is absent, not at all.
 */
export const http2Schema = z.literal("h2c");
export type Http2 = z.infer<typeof http2Schema>;
