export { launcherOf } from "./launcher-of.ts";
