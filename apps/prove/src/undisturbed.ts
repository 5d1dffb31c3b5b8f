/** Beyond this share of stolen CPU time a window is kept and shown, and proves nothing about the harness. */
export const stealLimit = 0.02;

/** A host that does not tell of steal has none to tell. */
export function counts({ stealShare }: { stealShare: number | null }): boolean {
  return (stealShare ?? 0) < stealLimit;
}

/** How many windows are tried before the host is called too noisy, for so many wanted. */
export function mostWindows(wanted: number): number {
  return 3 * wanted;
}
