import { z } from "zod";

/**
 * How clients may speak HTTP/2 with a server, on the port on which it answers HTTP/1.1 too: `h2c` is without TLS, by prior
 * knowledge (RFC 9113, section 3.3), `h2` over TLS, by ALPN (section 3.2). Where it is absent, not at all.
 */
export const http2Schema = z.enum(["h2c", "h2"]);
export type Http2 = z.infer<typeof http2Schema>;
