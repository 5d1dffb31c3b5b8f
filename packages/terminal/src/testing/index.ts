export { Screen } from "./screen.ts";
