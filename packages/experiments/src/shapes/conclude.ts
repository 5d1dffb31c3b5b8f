import type { RunRecord } from "@stackbench/model";
import {
  cleanText,
  factorsJson,
  paragraph,
  renderConsole,
  rowsJson,
  type Table,
  type ToPaste,
} from "@stackbench/report";
import { codeOfRows } from "@stackbench/terminal";
import type { Outcome } from "../kind.ts";
import { shapeName } from "./choose-app-variants.ts";
import { describeJudgement } from "./describe-judgement.ts";
import { detailsSchema } from "./details.ts";
import { failedTexts } from "./failed-shapes.ts";
import { judgeShapes } from "./judge-shapes.ts";
import { layerSentences, layersOf, layerText } from "./layers.ts";
import { recipeOf } from "./recipe.ts";
import { recipeTexts } from "./recipe-texts.ts";

/** The answer first, then the table, what each layer costs, and the shape to take as one would type it. */
export function concludeShapes(record: RunRecord, table: Table): Outcome {
  const details = detailsSchema.parse(record.question?.details);
  const judgement = judgeShapes(record, table, details);
  const answer = describeJudgement(judgement);
  const { best, plain, isFaster, work } = judgement;
  // What is not proven to bring anything is not worth more than the plainest.
  const taken = (isFaster ? best : plain)?.key ?? null;
  const info = record.variants.find(({ key }) => key === taken);
  const command = taken === null ? undefined : details.commands[taken];
  const recipe = info && command && recipeOf(info, command, details);
  const toPaste = recipe && recipeTexts(shapeName(info.key), recipe);
  const layers = layersOf(record);
  const layerTexts = layers.map(layerText);
  const failed = failedTexts(table.rows);
  return {
    code: codeOfRows(table.rows),
    json: {
      ...rowsJson(table),
      answer,
      work,
      shape: taken === null ? null : shapeName(taken),
      layers: factorsJson(layers),
      recipe: recipe ?? null,
    },
    page: {
      sentences: [answer, ...layerSentences(layers)],
      pictures: [],
      ...(toPaste && { toPaste }),
    },
    showsRows: true,
    table: (options) =>
      [
        `\n${paragraph(answer, options)}\n`,
        renderConsole(table, options, []),
        ...listText("shapes that failed, in a round at least:", failed),
        ...listText(layersHead, layerTexts),
        ...(toPaste ? [consoleText(toPaste)] : []),
      ].join("\n"),
  };
}

const layersHead = "what each layer costs or brings, of shapes that differ in nothing else:";

function listText(head: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [`${cleanText([head, ...lines.map((line) => `  ${line}`)].join("\n"))}\n`];
}

function consoleText({ title, commands, files }: ToPaste): string {
  const indented = (lines: readonly string[]): string =>
    lines.map((line) => `  ${line}`).join("\n");
  const parts = [
    `${title}:`,
    indented(commands),
    ...files.flatMap(({ lead, lines }) => [lead, indented(lines)]),
  ];
  return `${cleanText(parts.join("\n\n"))}\n`;
}
