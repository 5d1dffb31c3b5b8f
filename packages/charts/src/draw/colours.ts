/** Told apart by most eyes, on white and on near black: Okabe and Ito's, their yellow and black replaced. */
const palette = [
  "#2a7de1",
  "#d55e00",
  "#009e73",
  "#cc5fa8",
  "#b58900",
  "#4aa8d8",
  "#8a63d2",
  "#7f7f7f",
] as const;

/** Of the series in that place. */
export function colourOf(index: number): string {
  return palette[index % palette.length]!;
}
