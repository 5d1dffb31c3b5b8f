/** Text for a console, and nothing of a run: for who has to say something before anything else is read. */
export { cleanText, jsonText, oneLine } from "./render/clean-text.ts";
export { wrap } from "./render/console/text-layout.ts";
