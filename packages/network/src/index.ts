export { answerCommand, askCommand, pathEntry } from "./path-program.ts";
export { type PathFigures, readPathFigures } from "./path-figures.ts";
