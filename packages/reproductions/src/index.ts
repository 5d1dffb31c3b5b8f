export { countClaims, type Reproduction } from "./conclude.ts";
export { readReproductions } from "./read-reproductions.ts";
export { answerOf, renderReproduction } from "./render.ts";
export { describeReproduction, reproduce, type ReproduceRequest } from "./reproduce.ts";
export { readScale } from "./scale.ts";
export { studies } from "./studies.ts";
export { studyDocument } from "./study-page.ts";
