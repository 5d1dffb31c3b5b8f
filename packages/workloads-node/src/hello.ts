import { text, type Answer } from "./answer.ts";

export function hello(): Answer {
  return text("Hello, world!");
}
