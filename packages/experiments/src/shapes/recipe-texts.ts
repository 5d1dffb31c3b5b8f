import type { ToPaste } from "@stackbench/report";
import { apacheSitePlace, wsgiPlace } from "./apache-recipe.ts";
import type { Recipe } from "./recipe.ts";

/** A shape as texts to paste, in their order: what is typed, then the files that say the same or go with it. */
export function recipeTexts(
  name: string,
  { install, command, gunicornConf, dockerfile, apacheSite, wsgiScript, nginxSite }: Recipe,
): ToPaste {
  const files = [
    { lead: "the same as gunicorn.conf.py:", text: gunicornConf },
    { lead: "and as lines of a Dockerfile, below what installs the app:", text: dockerfile },
    { lead: `with this as ${apacheSitePlace}:`, text: apacheSite },
    { lead: `and this as ${wsgiPlace}:`, text: wsgiScript },
    { lead: "and as a site of nginx, in place of its default one:", text: nginxSite },
  ];
  return {
    title: `${name}, ready to paste`,
    commands: [...(install === undefined ? [] : linesOf(install)), ...linesOf(command)],
    files: files.flatMap(({ lead, text }) =>
      text === undefined ? [] : [{ lead, lines: linesOf(text) }],
    ),
  };
}

function linesOf(text: string): string[] {
  return text.trimEnd().split("\n");
}
