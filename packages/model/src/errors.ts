import type { Failure, FailureStage } from "./failure.ts";

/** The person asked for something that cannot be: exit code 2, message only. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The machine cannot do it (no engine, full disk, no permission): exit code 4, message only. */
export class HostError extends Error {
  override readonly name = "HostError";
}

/** A stack failed in a way that belongs into its row. Drivers throw it; the runner makes a row of it. */
export class StackFailure extends Error {
  override readonly name = "StackFailure";
  readonly failure: Failure;
  constructor(
    stage: FailureStage,
    message: string,
    logLines: string[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.failure = { stage, message, logLines };
  }
}

/** The container engine answered, and said no. `statusCode` is HTTP's. Exit code 4. */
export class EngineRefusal extends Error {
  override readonly name = "EngineRefusal";
  readonly statusCode: number;
  constructor(what: string, statusCode: number, message: string, options?: ErrorOptions) {
    super(`${what}: ${message}`, options);
    this.statusCode = statusCode;
  }
}
