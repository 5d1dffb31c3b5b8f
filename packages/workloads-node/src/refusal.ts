import { json, type Answer } from "./answer.ts";

/** Thrown by an endpoint that will not serve a request. The message goes to the client. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly statusCode: number;
  constructor(statusCode: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.statusCode = statusCode;
  }
}

export function badInput(message: string): Refusal {
  return new Refusal(400, message);
}

/**
 * The answer to anything thrown while a request was served: `{"error":"…"}` with the error's own status
 * where it has one from 400 to 599 (a refusal, or the framework's own error), else 500, told on stderr.
 */
export function answerError(error: unknown): Answer {
  const status = statusOf(error);
  if (status !== undefined && (status < 500 || error instanceof Refusal)) {
    return json(status, { error: (error as Error).message });
  }
  console.error(error);
  return json(status ?? 500, { error: "internal error" });
}

function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  // Fastify and Express say statusCode, Koa, Hono and h3 status.
  const { statusCode, status = statusCode } = error as { statusCode?: unknown; status?: unknown };
  return typeof status === "number" && status >= 400 && status <= 599 ? status : undefined;
}
