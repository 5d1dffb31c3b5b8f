/** Columns padded to their widest cell: the first to the left, all others to the right. */
export function plainTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join("  ")
      .trimEnd();
  return `${[head, ...rows].map(line).join("\n")}\n`;
}

/** A figure in ms as tables of proofs show it; `–` where there is none. */
export function ms(value: number | null | undefined): string {
  return value === null || value === undefined ? "–" : value.toFixed(value < 10 ? 2 : 1);
}

/** A share as a percentage. */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? "–" : `${(share * 100).toFixed(1)} %`;
}
