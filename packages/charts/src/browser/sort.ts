/** Lets every table of the page be sorted that is not behind a picture. */
export function sortTables(): void {
  const tables = "main section > .scroll > table, details.group > .scroll > table";
  for (const table of document.querySelectorAll<HTMLTableElement>(tables)) makeSortable(table);
}

/** Lets a table be sorted by each of its columns: a button in every heading, up and down in turn. */
function makeSortable(table: HTMLTableElement): void {
  const heads = [...table.querySelectorAll<HTMLTableCellElement>("thead th")];
  const body = table.tBodies[0];
  if (!body) return;
  for (const [index, head] of heads.entries()) {
    // What a button does has to be said.
    if (head.textContent.trim() === "") continue;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const isDown = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
      const rows = [...body.rows].toSorted((a, b) =>
        compare(a.cells[index], b.cells[index], isDown),
      );
      body.append(...rows);
    });
  }
}

/** By value where both have one, else as text; what is unknown comes last either way. */
function compare(
  a: HTMLTableCellElement | undefined,
  b: HTMLTableCellElement | undefined,
  isDown: boolean,
): number {
  const [left, right] = [keyOf(a), keyOf(b)];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  const order =
    typeof left === "number" && typeof right === "number"
      ? left - right
      : String(left).localeCompare(String(right), "en", { numeric: true });
  return isDown ? -order : order;
}

function keyOf(cell: HTMLTableCellElement | undefined): number | string | null {
  const value = cell?.dataset["value"];
  if (value !== undefined) return Number(value);
  const text = cell?.textContent.trim() ?? "";
  return text === "" || text === "–" ? null : text;
}
