import {
  column,
  documentTable,
  plainDot,
  renderDocument,
  text,
  type Column,
  type Dots,
  type HtmlDocument,
  type PageAssets,
} from "@stackbench/report";
import type { ReproducedFigures, Reproduction } from "./conclude.ts";
import { answerOf, claimColumns, columnsOf, differencesOf } from "./render.ts";
import { optionWords, stepCommand, stepOptions, studyCommand } from "./step-command.ts";
import type { Step } from "./study.ts";

/** `report.html` of a study. */
export function renderStudyPage(found: Reproduction, assets: PageAssets): string {
  return renderDocument(studyDocument(found), assets);
}

/** How many claims of a study hold, each with what it was judged by, its figures beside ours, and how to hold it. */
export function studyDocument(found: Reproduction): HtmlDocument {
  const { study, claims, figures } = found;
  return {
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
      {
        title: "Its steps",
        paragraphs: [
          `All of them: ${studyCommand(study, found)}. Or one by one, with the CPUs that --dry-run names where a claim is about cores.`,
        ],
        table: documentTable("Steps", stepColumns(found), study.steps),
      },
    ],
  };
}

function stepColumns(form: Reproduction): Column<Step>[] {
  return [
    column("step", "step", "left", ({ title }) => text(title)),
    column("command", "command", "left", (step) =>
      text(stepCommand(step, optionWords(stepOptions(step, form)))),
    ),
  ];
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
