import "./page.ts";

/** Follows a run: loads the page again once it was made anew, and shows the same part of it as before. */

/** Where a person was. */
interface Place {
  /** The first thing in sight, and how far below the window's top it begins, px. */
  index: number;
  top: number;
  /** Which folds are open, and what was chosen, in the order of the page. */
  open: boolean[];
  chosen: string[];
}

const key = "stackbench-place";
/** After a silence: a browser gives up on an answer that does not come for minutes. */
const againMs = 5_000;

const told = document.querySelector<HTMLElement>("#live")!;
const things = (): Element[] => [...document.querySelectorAll("h1, h2, h3, p, figure, tr, dl")];
const folds = (): HTMLDetailsElement[] => [...document.querySelectorAll("details")];
const controls = (): (HTMLSelectElement | HTMLInputElement)[] => [
  ...document.querySelectorAll<HTMLSelectElement | HTMLInputElement>(
    "#filters select, #filters input",
  ),
];

function keep(): void {
  const seen = things();
  // What lies in a closed fold has a place too, which nobody sees.
  const index = seen.findIndex(
    (thing) => thing.getBoundingClientRect().bottom > 0 && thing.checkVisibility(),
  );
  const place: Place = {
    index,
    top: seen[index]?.getBoundingClientRect().top ?? 0,
    open: folds().map((fold) => fold.open),
    chosen: controls().map((control) => control.value),
  };
  sessionStorage.setItem(key, JSON.stringify(place));
}

function restore(): void {
  const kept = sessionStorage.getItem(key);
  if (kept === null) return;
  sessionStorage.removeItem(key);
  const { index, top, open, chosen } = JSON.parse(kept) as Place;
  const all = folds();
  // Of a page that has other parts by now, none is taken for another.
  if (all.length === open.length) for (const [at, fold] of all.entries()) fold.open = open[at]!;
  const choices = controls();
  if (choices.length === chosen.length) {
    for (const [at, control] of choices.entries()) {
      if (control.value === chosen[at]) continue;
      control.value = chosen[at]!;
      control.dispatchEvent(new Event(control instanceof HTMLSelectElement ? "change" : "input"));
    }
  }
  const thing = things()[index];
  if (thing) scrollBy({ top: thing.getBoundingClientRect().top - top, behavior: "instant" });
}

/** Whether the page was made anew; undefined where nobody answers. */
async function isMadeAnew(): Promise<boolean | undefined> {
  try {
    const answer = await fetch(`/next?after=${told.dataset["rendering"]!}`, { cache: "no-store" });
    return answer.ok;
  } catch {
    return undefined;
  }
}

async function follow(): Promise<void> {
  let next = await isMadeAnew();
  if (next === undefined) {
    await new Promise((resolve) => setTimeout(resolve, againMs));
    next = await isMadeAnew();
  }
  if (next === true) {
    keep();
    location.reload();
  } else {
    told.textContent = "The run is over: its result is report.html in its folder.";
  }
}

history.scrollRestoration = "manual";
restore();
void follow();
