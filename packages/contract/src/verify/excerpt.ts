const shownBefore = 16;
const shownLength = 140;

/** Two texts, printable and cut to the place where they first differ. */
export function excerpts(expected: string, got: string): { expected: string; got: string } {
  let place = 0;
  while (place < expected.length && expected[place] === got[place]) place++;
  const start = place < shownLength ? 0 : place - shownBefore;
  return { expected: excerpt(expected, start), got: excerpt(got, start) };
}

/** The text from a place on, cut, with control characters escaped; quoted where it holds no quotes itself. */
export function excerpt(text: string, start = 0): string {
  if (text === "") return "an empty body";
  const end = start + shownLength;
  const escaped = JSON.stringify(text.slice(start, end));
  // JSON within JSON is hard to read.
  const shown = text.includes('"') ? escaped.slice(1, -1).replaceAll('\\"', '"') : escaped;
  return `${start > 0 ? `(from ${start}) …` : ""}${shown}${end < text.length ? "…" : ""}`;
}
