import type { Picture } from "@stackbench/report/picture";
import { colourOf } from "../draw/colours.ts";
import { draw } from "../draw/draw.ts";
import { keysOf, type Key } from "../draw/keys-of.ts";
import { drawLines } from "../draw/lines.ts";
import { nameAsOne } from "../draw/name-as-one.ts";
import { chosenRows, isKept } from "./chosen-rows.ts";

export interface Figure {
  /** Draws only what has one of these names. */
  show(isShown: (name: string) => boolean): void;
  /** Though nobody sees it. */
  drawNow(): void;
}

/** Draws a picture in its place once it is seen, and again when its width changes. */
export function makeFigure(element: HTMLElement, picture: Picture): Figure {
  const place = element.querySelector<HTMLElement>(".drawing")!;
  let isShown: (name: string) => boolean = () => true;
  let drawnWidth = 0;
  const overlay = picture.kind === "lines" ? makeOverlay(place, picture, () => drawNow()) : null;
  if (picture.kind === "bars") {
    const keys = keysOf(picture);
    if (keys.length > 0) place.before(legendOf(keys));
  }

  function drawNow(): void {
    const width = Math.max(280, Math.floor(place.clientWidth));
    if (place.clientWidth === 0) return;
    drawnWidth = width;
    const canvas = { document, width, isPointedAt: true };
    const chosen = chosenRows(picture, isShown);
    const svg =
      chosen.kind === "lines"
        ? drawLines(
            { ...chosen, series: chosen.series.filter(({ label }) => overlay!.has(label)) },
            canvas,
            (picture as typeof chosen).series,
          )
        : draw(chosen, canvas);
    if (!svg) {
      place.replaceChildren("Nothing that is chosen has figures here.");
      return;
    }
    nameAsOne(svg, picture.title);
    place.replaceChildren(svg);
  }

  const seen = new IntersectionObserver(
    (entries) => {
      if (drawnWidth === 0 && entries.some(({ isIntersecting }) => isIntersecting)) drawNow();
    },
    { rootMargin: "400px" },
  );
  seen.observe(place);
  new ResizeObserver(() => {
    if (drawnWidth > 0 && Math.abs(place.clientWidth - drawnWidth) > 8) drawNow();
  }).observe(place);

  return {
    show(next) {
      isShown = next;
      overlay?.show(next);
      if (drawnWidth > 0) drawNow();
    },
    drawNow,
  };
}

/** The colours of a picture's parts. */
function legendOf(keys: readonly Key[]): HTMLElement {
  const legend = document.createElement("p");
  legend.className = "legend";
  legend.append(...keys.map(keyOf));
  return legend;
}

function keyOf({ label, colour: painted }: Key): HTMLElement {
  const key = document.createElement("span");
  key.className = "key";
  const colour = document.createElement("i");
  colour.style.background = painted;
  key.append(colour, label);
  return key;
}

/** Choosing which curves lie over each other. */
function makeOverlay(
  place: HTMLElement,
  { series, drawnAtFirst, title }: Extract<Picture, { kind: "lines" }>,
  changed: () => void,
): { has(label: string): boolean; show(isShown: (name: string) => boolean): void } {
  const chosen = new Set(series.slice(0, drawnAtFirst).map(({ label }) => label));
  const group = document.createElement("div");
  group.className = "legend";
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", `Curves of ${title}`);
  const labels = series.map((one, index) => {
    const { label } = one;
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = chosen.has(label);
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(label);
      else chosen.delete(label);
      changed();
    });
    const line = document.createElement("label");
    line.append(box, keyOf({ label, colour: colourOf(index) }));
    group.append(line);
    return { one, line };
  });
  place.before(group);
  return {
    has: (label) => chosen.has(label),
    show(isShown) {
      for (const { one, line } of labels) line.hidden = !isKept(one, isShown);
    },
  };
}
