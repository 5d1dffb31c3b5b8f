/** Options of a run, as given to the proof or else as the proof has them; those that are neither are left out. */
export function passOn(
  values: Readonly<Record<string, string | undefined>>,
  defaults: Readonly<Record<string, string | undefined>>,
): string[] {
  return Object.entries(defaults).flatMap(([name, fallback]) => {
    const value = values[name] ?? fallback;
    return value === undefined ? [] : [`--${name}=${value}`];
  });
}
