import { StackFailure, type Failure, type Sitting } from "@stackbench/model";

/** A service that died explains a failure better than what the generator saw of it. */
export async function explainFailure(error: unknown, sitting: Sitting): Promise<Failure> {
  const casualty = await sitting.casualty();
  const failure =
    error instanceof StackFailure
      ? error.failure
      : { stage: "window" as const, message: describe(error), logLines: [] };
  if (!casualty) {
    if (failure.logLines.length > 0) return failure;
    return { ...failure, logLines: await sitting.logs("app", 20) };
  }
  const message = `${casualty.service} ${casualty.message} under load`;
  if (failure.message.startsWith(message)) return failure;
  return {
    ...failure,
    message: `${message} (the generator saw: ${failure.message})`,
    logLines: await sitting.logs(casualty.service, 20),
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
