import { styleText } from "node:util";

/** How much room there is, and whether escape sequences for colour are wanted. */
export interface ConsoleOptions {
  columns: number;
  colour: boolean;
  /** Whether how it was measured and how to read it is told in full; absent for no. */
  explain?: boolean;
}

export type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** Styles text where colour is wanted, and leaves it alone where not; the terminal itself is never asked. */
export function painter(colour: boolean): Paint {
  return (style, text) =>
    colour && text !== "" ? styleText(style, text, { validateStream: false }) : text;
}
