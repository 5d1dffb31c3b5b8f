import type { Picture } from "../../picture/picture.ts";
import { briefTableOf } from "../../picture/table-of.ts";
import { cellText } from "../cell-text.ts";
import { Markup } from "../markup.ts";

/** Rows of a table behind a picture; all points of longer curves are in its CSV file. */
const mostRows = 60;

/** Draws a picture when the page is made: as markup of our own; undefined where it has nothing to draw. */
export type DrawPicture = (picture: Picture) => Markup | undefined;

/** The place where a picture is drawn, or the drawing itself, with the table behind it. */
export function figureInHtml(picture: Picture, draw?: DrawPicture): Markup {
  const { id, title, caption } = picture;
  return Markup.of`<figure data-picture="${id}">
<figcaption><h3>${title}</h3><p>${caption}</p></figcaption>
<div class="drawing">${draw?.(picture) ?? Markup.of``}</div>
${tableBehind(picture)}
</figure>`;
}

function tableBehind(picture: Picture): Markup {
  const { head, rows } = briefTableOf(picture, mostRows);
  const heads = head.map((name) => Markup.of`<th scope="col">${name}</th>`);
  const lines = rows.map((row) => {
    const cells = row.map(
      (value) =>
        Markup.of`<td${typeof value === "number" ? Markup.of` class="right"` : Markup.of``}>${written(value)}</td>`,
    );
    return Markup.of`<tr>${Markup.join(cells)}</tr>`;
  });
  return Markup.of`<details class="behind"><summary>The figures as a table</summary>
<div class="scroll" tabindex="0" role="region" aria-label="${picture.title}, as a table"><table><thead><tr>${Markup.join(heads)}</tr></thead><tbody>
${Markup.join(lines)}
</tbody></table></div>
<button type="button" class="download" hidden>CSV</button></details>`;
}

function written(value: string | number | null): string {
  if (typeof value === "string") return value;
  return cellText(
    value === null ? { kind: "unknown" } : { kind: "figure", value, unit: "perSecond" },
  );
}
