import { UsageError, closest } from "@stackbench/model";
import type { Study } from "./study.ts";
import { appServiceScaling } from "./studies/app-service-scaling.ts";
import { beyondHelloWorld } from "./studies/beyond-hello-world.ts";
import { maximumThroughput } from "./studies/maximum-throughput.ts";
import { notAllUrlsAreEqual } from "./studies/not-all-urls-are-equal.ts";
import { workerStrategy } from "./studies/worker-strategy.ts";

/** Every study that can be reproduced: one file in `studies/` and one line here. */
export const studies: readonly Study[] = [
  maximumThroughput,
  appServiceScaling,
  beyondHelloWorld,
  notAllUrlsAreEqual,
  workerStrategy,
];

/** Throws UsageError. */
export function studyOf(name: string): Study {
  const found = studies.find((study) => study.name === name);
  if (found) return found;
  const names = studies.map((study) => study.name);
  throw new UsageError(
    `bench reproduce: expected one of ${names.join(", ")}; got "${name}"${closest(name, names)}`,
  );
}
