/**
 * The fields of a head that was found to be one: names in lower case, values of repeated fields joined by ", ", lines
 * that go on in the next one joined by a blank (RFC 9112, section 5.2).
 */
export function readFields(head: string): Map<string, string> {
  const fields = new Map<string, string>();
  const [, ...lines] = head.replaceAll(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon === -1) continue; // the empty line at the end
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const former = fields.get(name);
    fields.set(name, former === undefined ? value : `${former}, ${value}`);
  }
  return fields;
}
