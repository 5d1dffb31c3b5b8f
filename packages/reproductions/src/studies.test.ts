import { kinds } from "@stackbench/experiments";
import { loadCatalog, repositoryRoot } from "@stackbench/session";
import { parseCommandLine } from "@stackbench/terminal";
import { variantKey } from "@stackbench/model";
import { expect, test } from "vitest";
import { concludeStudy, countClaims } from "./conclude.ts";
import { studies, studyOf } from "./studies.ts";

const catalog = await loadCatalog(repositoryRoot);
const keys = new Set(
  catalog.stacks.flatMap((stack) => stack.variants.map((variant) => variantKey(variant))),
);

test.each(studies)(
  "$name asks for experiments, options and variants that there are",
  async (study) => {
    for (const { command, options, short } of study.steps) {
      const kind = await kinds.find((one) => one.command.name === command)!.load();
      const words = Object.entries({ ...options, ...short }).map(
        ([name, value]) => `--${name}=${value}`,
      );
      expect(() => parseCommandLine(kind.command, words)).not.toThrow();
      const named = options["stack"]!.split(",");
      expect(named.filter((key) => !keys.has(key))).toEqual([]);
    }
    const ids = study.steps.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { step, rows } of study.figures) {
      const { options } = study.steps.find(({ id }) => id === step)!;
      const measured = options["stack"]!.split(",");
      // What is autoscaled is measured as it is, and growing to so many replicas.
      const asked = measured.flatMap((key) => [key, `${key}-x${options["max"]}`]);
      expect(rows.filter(({ ours }) => !asked.includes(ours.variant))).toEqual([]);
    }
  },
);

test.each(studies)("$name decides nothing where nothing was measured", (study) => {
  const { claims, figures } = concludeStudy(study, new Map(), { isShort: false, scale: 1 });
  expect(claims.map(({ verdict }) => verdict)).toEqual(claims.map(() => "undecided"));
  expect(figures.flatMap(({ rows }) => rows).every(({ ours }) => ours === null)).toBe(true);
  expect(countClaims(claims)).toMatch(/^0 of \d+ claims hold, \d+ are undecided$/);
});

test("a study that is not there is refused with those that are", () => {
  expect(() => studyOf("maximum-thruput")).toThrow(/maximum-throughput/);
});
