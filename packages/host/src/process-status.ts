/** The value behind `name:` in a file such as `/proc/<pid>/status`: "0-3", "1234 kB". */
export function parseStatusField(text: string, name: string): string | undefined {
  return new RegExp(`^${name}:\\s*(\\S.*)$`, "m").exec(text)?.[1];
}
