export { countClaims, type Reproduction } from "./conclude.ts";
export { renderReproduction } from "./render.ts";
export { describeReproduction, reproduce, type ReproduceRequest } from "./reproduce.ts";
export { readScale } from "./scale.ts";
export { studies } from "./studies.ts";
