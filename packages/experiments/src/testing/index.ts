export { useOwnRepository } from "./own-repository.ts";
export { rateWithinP99 } from "./rate-within-p99.ts";
