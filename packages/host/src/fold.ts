/** White space folded to one blank: the kernel parts the numbers of one sysctl by tabs. */
export function fold(value: string): string {
  return value.trim().replace(/\s+/g, " ");
}
