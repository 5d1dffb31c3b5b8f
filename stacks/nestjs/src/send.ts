import type { Answer } from "@stackbench/workloads-node";
import type { FastifyReply } from "fastify";

/** Puts status and headers into the reply; the body is left for Nest to send. */
export function send(reply: FastifyReply, { status, headers, body }: Answer): Answer["body"] {
  reply.code(status).headers(headers);
  return body;
}
