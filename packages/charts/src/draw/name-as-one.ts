/** What of an SVG element is needed here: in a browser or without one. */
interface Element {
  querySelectorAll(selector: string): Iterable<Element>;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
}

/** A drawing is one thing to whoever hears it: what Plot calls its parts is no name that a group may have. */
export function nameAsOne(svg: Element, title: string): void {
  for (const part of svg.querySelectorAll("[aria-label]")) {
    part.setAttribute("data-part", part.getAttribute("aria-label")!);
    part.removeAttribute("aria-label");
  }
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `${title}: the figures stand in the table behind it`);
}
