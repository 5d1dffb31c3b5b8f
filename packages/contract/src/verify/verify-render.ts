import { randomBelow } from "@stackbench/statistics";
import { renderName, renderTable, requestPath } from "../endpoints/index.ts";
import { together } from "./check.ts";
import type { Check } from "./check.ts";
import { greetedAnswer, tableAnswer } from "./right-answers.ts";

const renderNameAnswers: Check = {
  workload: "render-name",
  async run(examiner, { random }) {
    const mark = randomBelow(1_000_000, random);
    const names = [
      `Ada${mark}`,
      `Grace Hopper ${mark}`,
      `<script>alert(${mark})</script>`,
      `"R&D" & 'Q&A' ${mark}`,
      "&amp;&lt;",
      "Żółć 日本語 🚀",
    ];
    await together(
      names.map((name) =>
        examiner.ask(
          { method: renderName.method, path: requestPath(renderName, { name }) },
          greetedAnswer(name),
        ),
      ),
    );
  },
};

const renderTableAnswers: Check = {
  workload: "render-table",
  async run(examiner) {
    await examiner.ask({ method: renderTable.method, path: renderTable.path }, tableAnswer());
  },
};

export const renderNameChecks: Check[] = [renderNameAnswers];
export const renderTableChecks: Check[] = [renderTableAnswers];
