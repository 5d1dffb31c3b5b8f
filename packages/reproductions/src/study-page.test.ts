import { expect, test } from "vitest";
import { concludeStudy } from "./conclude.ts";
import { studies } from "./studies.ts";
import { renderStudyPage } from "./study-page.ts";

test.each(studies.map((study) => [study.name, study] as const))(
  "the page of %s has every claim, and every published figure beside a place for ours",
  (_name, study) => {
    const found = concludeStudy(study, new Map(), { isShort: false, scale: 1 });
    const html = renderStudyPage(found, { script: "0", style: "p{}" });
    const [, data] = html.match(/id="pictures">(.*?)<\/script>/s)!;
    const pictures = JSON.parse(data!) as { rows: unknown[] }[];
    const pictured = study.figures.filter(({ rows }) => rows.length > 1);
    expect(pictures.map(({ rows }) => rows.length)).toEqual(
      pictured.map(({ rows }) => rows.length),
    );
    expect(html.match(/undecided/g)!.length).toBeGreaterThanOrEqual(study.claims.length);
    expect(html).toContain("0 of ");
    if (study.figures.length > 0) {
      expect(html).toContain("published relative");
      expect(html).toContain("here relative");
    }
    for (const { command } of study.steps) {
      expect(html).toContain(`pnpm bench ${command} --`);
    }
  },
);

test("commands are those of the form that the study was held in", () => {
  const [study] = studies;
  const form = { isShort: true, scale: 0.5, rounds: 6 };
  const html = renderStudyPage(concludeStudy(study!, new Map(), form), {
    script: "0",
    style: "p{}",
  });
  expect(html).toContain(`pnpm bench reproduce ${study!.name} --short --scale=50% --rounds=6`);
  expect(html.match(/--rounds=6(?!\d)/g)).toHaveLength(1 + study!.steps.length);
});
