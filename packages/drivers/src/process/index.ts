export { createProcessDriver } from "./process-driver.ts";
