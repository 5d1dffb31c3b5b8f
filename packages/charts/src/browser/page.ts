import type { Picture } from "@stackbench/report/picture";
import { makeDownload } from "./download.ts";
import { makeFigure } from "./figure.ts";
import { makeFilters } from "./filters.ts";
import { sortTables } from "./sort.ts";

/** Brings a page to life: its pictures, which rows are shown, tables that sort, files to keep. */
const pictures = new Map(
  (JSON.parse(document.querySelector("#pictures")!.textContent) as Picture[]).map((picture) => [
    picture.id,
    picture,
  ]),
);

const figures = [...document.querySelectorAll<HTMLElement>("figure[data-picture]")].flatMap(
  (element) => {
    const picture = pictures.get(element.dataset["picture"]!);
    if (!picture) return [];
    makeDownload(element, picture);
    return [makeFigure(element, picture)];
  },
);

makeFilters(document.querySelector<HTMLElement>("#filters")!, [...pictures.values()], (isShown) => {
  for (const figure of figures) figure.show(isShown);
  for (const row of document.querySelectorAll<HTMLElement>("tr[data-name]")) {
    row.hidden = !isShown(row.dataset["name"]!);
  }
});

sortTables();

// Paper has no folds, and shows all of the page.
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll<HTMLDetailsElement>("details:not(.behind)"))
    fold.open = true;
  for (const figure of figures) figure.drawNow();
});
