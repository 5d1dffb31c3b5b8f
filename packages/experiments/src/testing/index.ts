export { useOwnRepository } from "./own-repository.ts";
