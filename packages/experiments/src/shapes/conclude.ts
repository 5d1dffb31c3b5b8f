import type { RunRecord } from "@stackbench/model";
import {
  cleanText,
  factorsJson,
  paragraph,
  renderConsole,
  rowsJson,
  type Table,
} from "@stackbench/report";
import { codeOfRows } from "@stackbench/terminal";
import type { Outcome } from "../kind.ts";
import { apacheSitePlace, wsgiPlace } from "./apache-recipe.ts";
import { shapeName } from "./choose-app-variants.ts";
import { describeJudgement } from "./describe-judgement.ts";
import { detailsSchema } from "./details.ts";
import { failedTexts } from "./failed-shapes.ts";
import { judgeShapes } from "./judge-shapes.ts";
import { layerSentences, layersOf, layerText } from "./layers.ts";
import { recipeOf, type Recipe } from "./recipe.ts";

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
    page: { sentences: [answer, ...layerSentences(layers)], pictures: [] },
    showsRows: true,
    table: (options) =>
      [
        `\n${paragraph(answer, options)}\n`,
        renderConsole(table, options, []),
        ...listText("shapes that failed, in a round at least:", failed),
        ...listText(layersHead, layerTexts),
        ...(recipe ? [recipeText(shapeName(taken!), recipe)] : []),
      ].join("\n"),
  };
}

const layersHead = "what each layer costs or brings, of shapes that differ in nothing else:";

function listText(head: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [`${cleanText([head, ...lines.map((line) => `  ${line}`)].join("\n"))}\n`];
}

function recipeText(name: string, recipe: Recipe): string {
  const { install, command, gunicornConf, dockerfile, nginxSite } = recipe;
  const { apacheSite, wsgiScript } = recipe;
  const indented = (text: string): string => text.trimEnd().replaceAll(/^/gm, "  ");
  const parts = [
    `${name}, ready to paste:`,
    indented([...(install === undefined ? [] : [install]), command].join("\n")),
    ...(gunicornConf === undefined
      ? []
      : ["the same as gunicorn.conf.py:", indented(gunicornConf)]),
    ...(dockerfile === undefined
      ? []
      : ["and as lines of a Dockerfile, below what installs the app:", indented(dockerfile)]),
    ...(apacheSite === undefined ? [] : [`with this as ${apacheSitePlace}:`, indented(apacheSite)]),
    ...(wsgiScript === undefined ? [] : [`and this as ${wsgiPlace}:`, indented(wsgiScript)]),
    ...(nginxSite === undefined
      ? []
      : ["and as a site of nginx, in place of its default one:", indented(nginxSite)]),
  ];
  return `${cleanText(parts.join("\n\n"))}\n`;
}
