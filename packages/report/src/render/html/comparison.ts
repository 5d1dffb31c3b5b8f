import type { ComparedCase } from "../../compare/cases.ts";
import type { RunComparison } from "../../compare/runs.ts";
import { numberedRemarks, remarkTexts } from "../../describe/change.ts";
import { comparisonColumns, comparisonGroups } from "../../describe/comparison-columns.ts";
import {
  describeChanges,
  describeColumns,
  describeRefusals,
  describeRuns,
  describeSide,
  titleOf,
} from "../../describe/comparison.ts";
import { changePictures, nameOfChange } from "../../picture/change-pictures.ts";
import type { DotsRow } from "../../picture/picture.ts";
import { cleanData } from "../clean-text.ts";
import { documentTable, renderDocument, type DocumentPart } from "./document.ts";
import type { PageAssets } from "./page.ts";
import type { Conclusion } from "./run.ts";

/** Two runs side by side as a page: what changed in which case, and whether they may be compared at all. */
export function renderComparisonPage(raw: RunComparison, assets: PageAssets): string {
  const comparison = cleanData(raw);
  const { cases, base, head } = comparison;
  const warning = describeRefusals(comparison);
  return renderDocument(
    {
      name: `${base.runId} and ${head.runId}`,
      sentences: [describeChanges(cases)],
      ...(warning === undefined ? {} : { warning }),
      parts: [
        ...comparisonParts(cases, "changes"),
        {
          title: "What it rests on",
          paragraphs: [
            `Base: ${describeSide(base)}.`,
            `Head: ${describeSide(head)}.`,
            ...describeRuns(comparison),
            ...comparisonNotes(cases),
          ],
        },
      ],
    },
    assets,
  );
}

/**
 * Cases of any comparison, a part for each workload and load level. `id`: the beginning of its pictures' ids. `all`: those
 * whose notes the page numbers together, where it has more.
 */
export function comparisonParts(
  cases: readonly ComparedCase[],
  id: string,
  all: readonly ComparedCase[] = cases,
): DocumentPart[] {
  const numbers = numberedRemarks(all);
  return comparisonGroups(cases).map((group, index) => ({
    ...tablePart(group, numbers),
    pictures: changePictures(group).map((picture) => ({
      ...picture,
      id: `${id}${index}`,
      rows: picture.rows.map(chosenByName),
    })),
  }));
}

function tablePart(
  group: readonly ComparedCase[],
  numbers: ReturnType<typeof numberedRemarks>,
): DocumentPart {
  const title = titleOf(group);
  const columns = comparisonColumns(group, numbers);
  return { title, table: documentTable(title, columns, group, nameOfChange) };
}

/** Cases of two runs have no facets, and are chosen all the same. */
function chosenByName(row: DotsRow): DotsRow {
  return { ...row, facets: {} };
}

/** The same without pictures, and how to read them: for the page of a run that compares cases of its own. */
export function changeTables(
  cases: readonly ComparedCase[],
): Required<Pick<Conclusion, "parts" | "reading">> {
  const numbers = numberedRemarks(cases);
  const parts = comparisonGroups(cases).map((group) => tablePart(group, numbers));
  return { parts, reading: cases.length === 0 ? "" : comparisonNotes(cases).join(" ") };
}

/** How to read those: what the numbers among their notes mean, and their columns. */
export function comparisonNotes(cases: readonly ComparedCase[]): string[] {
  const numbers = [...numberedRemarks(cases)];
  return [
    ...numbers.map(([kind, number]) => `${number}: ${remarkTexts[kind]}.`),
    describeColumns(cases),
  ];
}
