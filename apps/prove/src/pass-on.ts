type Values = Readonly<Record<string, string | undefined>>;

/** Values of a run's options, as given to the proof or else as the proof has them. */
export function passOn(values: Values, defaults: Values): Values {
  return Object.fromEntries(
    Object.entries(defaults).map(([name, fallback]) => [name, values[name] ?? fallback]),
  );
}
