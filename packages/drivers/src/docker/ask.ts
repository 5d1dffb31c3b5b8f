import { HostError, EngineRefusal } from "@stackbench/model";
import { patience } from "./patience.ts";

export interface AskLimits {
  timeoutMs?: number;
  /** Who asks wants no answer any more: its reason is thrown. */
  signal?: AbortSignal | undefined;
}

/**
 * Asks the engine one thing. Throws EngineRefusal where it says no and HostError where it does
 * not answer: a stopped engine must end a run with a message, never leave it hanging. The call must
 * end with the signal that it is given: an open request keeps the process alive.
 */
export async function ask<T>(
  what: string,
  call: (abortSignal: AbortSignal) => Promise<T>,
  { timeoutMs = patience.answerMs, signal }: AskLimits = {},
): Promise<T> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let stop: (() => void) | undefined;
  const late = new Promise<never>((_, reject) => {
    const end = (reason: unknown): void => {
      reject(reason);
      controller.abort();
    };
    timer = setTimeout(() => {
      end(silence(what, new Error(`no answer in ${timeoutMs / 1000} s`)));
    }, timeoutMs);
    stop = () => end(signal?.reason);
    signal?.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([call(controller.signal), late]);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw explained(what, error);
  } finally {
    clearTimeout(timer);
    if (stop) signal?.removeEventListener("abort", stop);
  }
}

function silence(what: string, cause: unknown): HostError {
  const { message, code } = cause as { message?: string; code?: string };
  return new HostError(
    `The Docker engine stopped answering (${what}: ${message || code || "unknown error"}). ` +
      "See whether it runs (`docker version`), start it again if not, then repeat this.",
    { cause },
  );
}

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
  return silence(what, error);
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

/** Whether the engine said that somebody else is removing the thing already. */
export function isBeingRemoved(error: unknown): boolean {
  return (
    error instanceof EngineRefusal &&
    error.statusCode === 409 &&
    error.message.includes("already in progress")
  );
}
