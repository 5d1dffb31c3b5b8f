export {
  appStack,
  buildAgents,
  buildImages,
  bundling,
  bytesFile,
  type Catalog,
  type ContextFile,
  driverTraits,
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
  listFiles,
  loadCatalog,
  oneFile,
  onlyPort,
  type OwnShapes,
  pack,
  type ReadApp,
  readApp,
  readImageApp,
  readInterfaces,
  readOwnShapes,
  recipesPlace,
  refusesBeyondLimits,
  scheduleSlots,
  selectVariants,
  type ServerAddress,
  textFile,
} from "./adapters.ts";
export { calibrationServers } from "./calibration-servers.ts";
export {
  agents,
  chooseDriver,
  engineDriver,
  type ChosenDriver,
  type DriverChoice,
  driverChoices,
  imagesOptions,
  joiningDriver,
  refuseLoadNodes,
  refuseTuningElsewhere,
  refuseOtherDrivers,
  requireDocker,
  supposedDriver,
} from "./choose-driver.ts";
export { chooseVariants, defaultStacks, keepRunnable } from "./choose-variants.ts";
export { conditionsNow } from "./conditions-now.ts";
export { expectOutputs, expectWritable } from "./expect-writable.ts";
export { findRecord } from "./find-record.ts";
export { readDriver } from "./read-driver.ts";
export { readFingerprint } from "./fingerprint.ts";
export { generatorCode } from "./generator-code.ts";
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
export { cleanNodes } from "./choose-swarm.ts";
export { examineNodes } from "./nodes/examine-nodes.ts";
export { type ExaminedNodes } from "./nodes/examined-nodes.ts";
export { repositoryRoot, resultsDirectory, stateDirectory, workingDirectory } from "./places.ts";
export { shareRun } from "./share-run.ts";
export {
  type Conclude,
  type Concluded,
  historyStore,
  publishRecord,
  publishRun,
  renderPage,
  rowsAlone,
  runStore,
} from "./publish-run.ts";
export { loadReferenceServers, referenceServersPlace } from "./reference-servers.ts";
export { refuseChanges } from "./refuse-changes.ts";
export { cleanLeftovers, wirePorts } from "./wiring.ts";
