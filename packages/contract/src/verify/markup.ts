import { greetingMarkup } from "../answers/index.ts";

export function withoutWhiteSpace(text: string): string {
  return text.replaceAll(/\s+/g, "");
}

const namedEntities: Record<string, string> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

/**
 * Whether this is the greeting of `name`: white space aside, with every <, >, & and quote of the
 * name as an entity, by name or number.
 */
export function greets(body: string, name: string): boolean {
  const markup = withoutWhiteSpace(body);
  const { before, after } = greetingMarkup;
  if (!markup.startsWith(before) || !markup.endsWith(after)) return false;
  const inner = markup.slice(before.length, -after.length);
  return unescaped(inner) === withoutWhiteSpace(name);
}

/** The text behind escaped markup; undefined where a character stands unescaped. */
function unescaped(markup: string): string | undefined {
  if (/[<>"']/.test(markup)) return undefined;
  let allKnown = true;
  const text = markup.replaceAll(
    /&(?:#x([0-9a-f]{1,6});|#(\d{1,7});|([a-z]+);)?/gi,
    (...groups) => {
      const [, hexadecimal, decimal, named] = groups as (string | undefined)[];
      const code = hexadecimal ? Number.parseInt(hexadecimal, 16) : decimal ? Number(decimal) : NaN;
      const character =
        code <= 0x10ffff ? String.fromCodePoint(code) : namedEntities[named?.toLowerCase() ?? ""];
      allKnown &&= character !== undefined;
      return character ?? "";
    },
  );
  return allKnown ? text : undefined;
}
