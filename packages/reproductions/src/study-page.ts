import {
  documentTable,
  plainDot,
  renderDocument,
  type Dots,
  type PageAssets,
} from "@stackbench/report";
import type { ReproducedFigures, Reproduction } from "./conclude.ts";
import { answerOf, claimColumns, columnsOf, differencesOf } from "./render.ts";

/** `report.html` of a study: how many of its claims hold, each with what it was judged by, and its figures beside ours. */
export function renderStudyPage(found: Reproduction, assets: PageAssets): string {
  const { study, claims, figures } = found;
  return renderDocument(
    {
      name: study.title,
      sentences: [answerOf(found)],
      parts: [
        {
          title: "What it claims",
          paragraphs: [`${study.author}, ${study.source}.`],
          table: documentTable("Claims", claimColumns, claims),
        },
        ...figures.map((one, index) => ({
          title: one.title,
          table: documentTable(one.title, columnsOf(one), one.rows),
          pictures: besidePicture(one, `figures${index}`),
        })),
        { title: "What differs here", paragraphs: differencesOf(found) },
      ],
    },
    assets,
  );
}

/** Theirs hollow, ours below it with its interval, each as a multiple of its own baseline. */
function besidePicture({ title, rows }: ReproducedFigures, id: string): Dots[] {
  const [baseline] = rows;
  const drawn = rows.flatMap(({ name, publishedRatio, oursRatio }): Dots["rows"] => [
    { ...plainDot(`${name}, published`, publishedRatio, null), isHollow: true },
    ...(oursRatio === null ? [] : [plainDot(`${name}, here`, oursRatio.estimate, oursRatio)]),
  ]);
  if (drawn.length < 2) return [];
  return [
    {
      kind: "dots",
      id,
      title: `${title}: theirs and ours`,
      caption: `Each as a multiple of its own ${baseline!.name}. Hollow: published. Filled: measured here, with the 95 % interval.`,
      unit: `× ${baseline!.name}`,
      rows: drawn,
    },
  ];
}
