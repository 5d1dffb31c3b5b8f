import { rowsOf, type Facets, type Picture } from "@stackbench/report/picture";

/** With fewer names there is nothing to choose from. */
const fewestNames = 4;

/** Choices by what tells the rows apart, and by name; tells whenever one changes which names are shown. */
export function makeFilters(
  place: HTMLElement,
  pictures: readonly Picture[],
  changed: (isShown: (name: string) => boolean) => void,
): void {
  const names = namesOf(pictures);
  if (names.size < fewestNames) return;
  const chosen: Facets = {};
  let part = "";
  const isShown = (name: string): boolean => {
    const facets = names.get(name) ?? {};
    const isOfFacets = Object.entries(chosen).every(([facet, value]) => facets[facet] === value);
    return isOfFacets && name.toLowerCase().includes(part);
  };
  const tell = (): void => changed(isShown);
  const facets = new Set([...names.values()].flatMap((one) => Object.keys(one)));
  for (const facet of facets) {
    const values = new Set([...names.values()].flatMap((one) => one[facet] ?? []));
    place.append(
      choice(facet, [...values].toSorted(), (value) => {
        if (value === "") delete chosen[facet];
        else chosen[facet] = value;
        tell();
      }),
    );
  }
  place.append(
    search((text) => {
      part = text.toLowerCase();
      tell();
    }),
  );
  place.setAttribute("role", "search");
  place.setAttribute("aria-label", "Which rows are shown");
  place.hidden = false;
}

/** Of variants: nobody chooses from anything else. */
function namesOf(pictures: readonly Picture[]): Map<string, Facets> {
  const rows = pictures.flatMap(rowsOf);
  return new Map(rows.flatMap(({ label, facets }) => (facets ? [[label, facets]] : [])));
}

function choice(
  facet: string,
  values: readonly string[],
  choose: (value: string) => void,
): HTMLElement {
  const select = document.createElement("select");
  select.append(new Option("all", ""), ...values.map((value) => new Option(value, value)));
  select.addEventListener("change", () => choose(select.value));
  return labelled(facet, select);
}

function search(choose: (text: string) => void): HTMLElement {
  const input = document.createElement("input");
  input.type = "search";
  input.placeholder = "part of a name";
  input.addEventListener("input", () => choose(input.value));
  return labelled("name", input);
}

function labelled(name: string, control: HTMLElement): HTMLElement {
  const label = document.createElement("label");
  label.append(name, control);
  return label;
}
