import { createGenerator } from "@stackbench/session";
import type { GeneratorId } from "@stackbench/model";

/** Whether one of the generators asks over HTTP/2: then servers must be known to speak it. */
export function askOverHttp2(generators: readonly GeneratorId[]): boolean {
  return generators.some((id) => createGenerator(id).traits.speaks === "http/2");
}
