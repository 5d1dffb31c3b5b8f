import { randomBelow } from "@stackbench/statistics";
import { tableMarkup } from "../answers/index.ts";
import { renderName, renderTable, requestPath } from "../endpoints/index.ts";
import { together } from "./check.ts";
import type { Check } from "./check.ts";
import { greets, withoutWhiteSpace } from "./markup.ts";

const contentType = "text/html";

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
          {
            status: 200,
            contentType,
            body: {
              expected: `<p>Hello, X!</p>, X being ${JSON.stringify(name)} escaped`,
              accepts: (body) => greets(body, name),
            },
          },
        ),
      ),
    );
  },
};

const renderTableAnswers: Check = {
  workload: "render-table",
  async run(examiner) {
    const markup = tableMarkup();
    await examiner.ask(
      { method: renderTable.method, path: renderTable.path },
      {
        status: 200,
        contentType,
        body: {
          expected: `white space aside ${markup.slice(0, 60)}…, 6 rows of 4 cells`,
          accepts: (body) => withoutWhiteSpace(body) === markup,
        },
      },
    );
  },
};

export const renderNameChecks: Check[] = [renderNameAnswers];
export const renderTableChecks: Check[] = [renderTableAnswers];
