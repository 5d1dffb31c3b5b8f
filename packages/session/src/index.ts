export { calibrationServers } from "./calibration-servers.ts";
export {
  chooseDriver,
  type ChosenDriver,
  type DriverChoice,
  driverChoices,
  imagesOptions,
  joiningDriver,
  supposedDriver,
} from "./choose-driver.ts";
export { chooseVariants, defaultStacks, keepRunnable } from "./choose-variants.ts";
export { conditionsNow } from "./conditions-now.ts";
export { expectOutputs, expectWritable } from "./expect-writable.ts";
export { findRecord } from "./find-record.ts";
export { availableCpus, readFingerprint } from "./fingerprint.ts";
export { describeEngine, hold, holdRun, makeHead } from "./hold-run.ts";
export { type Ceilings, measureCeilings } from "./measure-ceilings.ts";
export { repositoryRoot, resultsDirectory, stateDirectory, workingDirectory } from "./places.ts";
export { outputOf, publishRun, type RunOutput } from "./publish-run.ts";
export { loadReferenceServers } from "./reference-servers.ts";
export { refuseChanges } from "./refuse-changes.ts";
export { cleanLeftovers, wirePorts } from "./wiring.ts";
