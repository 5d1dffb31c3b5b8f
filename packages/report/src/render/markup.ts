import { cleanText } from "./clean-text.ts";

/** What is HTML or SVG already, and goes into other markup as it is. */
export class Markup {
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  /** Every value that is no markup itself is text, whatever it holds: in an attribute too, where it stands in quotes. */
  static of(
    strings: TemplateStringsArray,
    ...values: readonly (Markup | string | number)[]
  ): Markup {
    const parts = strings.map(
      (part, index) => part + (index < values.length ? show(values[index]!) : ""),
    );
    return new Markup(parts.join(""));
  }

  static join(parts: readonly Markup[]): Markup {
    return new Markup(parts.map(({ text }) => text).join("\n"));
  }

  /** What the harness itself wrote, as it is: a script, a style sheet, a picture that was drawn. */
  static own(text: string): Markup {
    return new Markup(text);
  }
}

function show(value: Markup | string | number): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "number") return String(Math.round(value * 100) / 100);
  return cleanText(value).replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
