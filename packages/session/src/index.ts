export {
  appFileName,
  appStack,
  buildImages,
  driverTraits,
  type Catalog,
  createGenerator,
  generatorFor,
  generatorIds,
  secondOpinionOn,
  createRunStore,
  createSampler,
  findEngine,
  findImage,
  findServerProcesses,
  findSized,
  loadCatalog,
  type OwnShapes,
  readApp,
  type ReadApp,
  readInterfaces,
  readOwnShapes,
  refusalOf,
  refusesBeyondLimits,
  scheduleSlots,
  selectVariants,
  type ServerAddress,
} from "./adapters.ts";
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
export { readFingerprint } from "./fingerprint.ts";
export {
  describeEngine,
  type HeldRun,
  holdPart,
  holdRun,
  makeHead,
  type RunTask,
} from "./hold-run.ts";
export { LivePage } from "./live/live-page.ts";
export { type SlowestClosedLoop, measureClosedLoop } from "./measure-closed-loop.ts";
export { repositoryRoot, resultsDirectory, stateDirectory, workingDirectory } from "./places.ts";
export { shareRun } from "./share-run.ts";
export {
  type Conclude,
  type Concluded,
  historyStore,
  publishRun,
  renderPage,
  rowsAlone,
  runStore,
} from "./publish-run.ts";
export { loadReferenceServers } from "./reference-servers.ts";
export { refuseChanges } from "./refuse-changes.ts";
export { cleanLeftovers, wirePorts } from "./wiring.ts";
