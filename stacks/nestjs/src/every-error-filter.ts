import { Catch, NotFoundException, type ArgumentsHost, type ExceptionFilter } from "@nestjs/common";
import { answerError, notFound } from "@stackbench/workloads-node";
import type { FastifyReply } from "fastify";
import { send } from "./send.ts";

/** Answers whatever is thrown as the other stacks do, an unknown path among it. */
export class EveryErrorFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    reply.send(send(reply, error instanceof NotFoundException ? notFound() : answerError(error)));
  }
}

Catch()(EveryErrorFilter);
