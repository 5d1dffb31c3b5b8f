import { HostError } from "@stackbench/model";

/** The engine answered, and said no. `statusCode` is HTTP's. */
export class EngineRefusal extends Error {
  override readonly name = "EngineRefusal";
  readonly statusCode: number;
  constructor(what: string, statusCode: number, message: string, options?: ErrorOptions) {
    super(`${what}: ${message}`, options);
    this.statusCode = statusCode;
  }
}

const patienceMs = 20_000;

/**
 * Asks the engine one thing. Throws EngineRefusal where it says no and HostError where it does
 * not answer: a stopped engine must end a run with a message, never leave it hanging.
 */
export async function ask<T>(
  what: string,
  call: (abortSignal: AbortSignal) => Promise<T>,
  timeoutMs = patienceMs,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new HostError(`${stoppedAnswering} (${what}: no answer in ${timeoutMs / 1000} s).`));
      controller.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([call(controller.signal), late]);
  } catch (error) {
    throw explained(what, error);
  } finally {
    clearTimeout(timer);
  }
}

const stoppedAnswering = "The Docker engine stopped answering";

/** The same as EngineRefusal or HostError; what is one already stays as it is. */
export function explained(what: string, error: unknown): Error {
  if (error instanceof HostError || error instanceof EngineRefusal) return error;
  const { statusCode, json, message } = error as {
    statusCode?: number;
    json?: { message?: string };
    message?: string;
  };
  if (typeof statusCode === "number") {
    const said = withoutLayers((json?.message ?? message ?? "no reason given").trim());
    return new EngineRefusal(what, statusCode, said, { cause: error });
  }
  const why = message || (error as NodeJS.ErrnoException).code || "unknown error";
  return new HostError(`${stoppedAnswering} (${what}: ${why}).`, { cause: error });
}

/** Without the names of the programs that handed an error up: only the innermost says what is wrong. */
function withoutLayers(message: string): string {
  return message
    .replace(/^failed to create (shim )?task(: | for container: )/, "")
    .replace(/^failed to create task for container: /, "")
    .replace(/^(OCI runtime create failed|runc create failed): /, "")
    .replace(/^(runc create failed|container_linux\.go:\d+): /, "")
    .replace(/^unable to start container process: /, "")
    .replace(/: unknown$/, "");
}

/** Whether the engine said that the thing does not exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof EngineRefusal && error.statusCode === 404;
}
