/** Reads the kernel's list form, `0-2,5`, into CPU numbers in order; undefined when it is not of that form. */
export function parseCpuList(text: string): number[] | undefined {
  const set = new Set<number>();
  for (const part of text.split(",")) {
    const match = /^(\d+)(?:-(\d+))?$/.exec(part.trim());
    if (!match) return undefined;
    const first = Number(match[1]);
    const last = match[2] === undefined ? first : Number(match[2]);
    if (last < first || last > 4095) return undefined;
    for (let cpu = first; cpu <= last; cpu++) set.add(cpu);
  }
  return set.size === 0 ? undefined : [...set].toSorted((a, b) => a - b);
}
