import type { RunRecord, Workload } from "@stackbench/model";
import { seededRandom } from "@stackbench/statistics";
import { runOf, type CaseSketch } from "./run-of.ts";

const languages = ["node", "python", "go"];
const servers = ["bare", "gunicorn", "uwsgi", "cluster"];

/** Many variants of three languages, eight rounds: what a page must be fit for. */
export function manyVariantsRun({
  variants = 34,
  workloads = ["hello", "items"],
}: { variants?: number; workloads?: readonly Workload[] } = {}): RunRecord {
  const random = seededRandom(5);
  const names = Array.from(
    { length: variants },
    (_, index) => `stack-${index}:${servers[index % 4]!}`,
  );
  const cases = names.flatMap((variant, index) =>
    workloads.map((workload): CaseSketch => ({
      variant,
      workload,
      rounds: Array.from({ length: 8 }, () => ({
        throughput: (1000 + 700 * index) * (1 + 0.03 * (random() - 0.5)),
      })),
    })),
  );
  const infos = Object.fromEntries(
    names.map((name, index) => [
      name,
      {
        language: languages[index % 3]!,
        server: servers[index % 4]!,
        proxy: index % 2 === 0 ? "nginx" : "none",
      },
    ]),
  );
  return runOf({ rounds: 8, cases, infos });
}
