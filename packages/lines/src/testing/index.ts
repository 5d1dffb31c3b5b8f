export { launcherOf, type LocalLauncher } from "./launcher-of.ts";
