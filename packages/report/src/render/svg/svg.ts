import { cleanText } from "../clean-text.ts";

/** What is SVG already, and goes into other SVG as it is. */
export class Svg {
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  /** Every value that is no SVG itself is text, whatever it holds. */
  static of(strings: TemplateStringsArray, ...values: readonly (Svg | string | number)[]): Svg {
    const parts = strings.map(
      (part, index) => part + (index < values.length ? show(values[index]!) : ""),
    );
    return new Svg(parts.join(""));
  }

  static join(parts: readonly Svg[]): Svg {
    return new Svg(parts.map(({ text }) => text).join("\n"));
  }
}

function show(value: Svg | string | number): string {
  if (value instanceof Svg) return value.text;
  if (typeof value === "number") return String(Math.round(value * 100) / 100);
  return cleanText(value).replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
