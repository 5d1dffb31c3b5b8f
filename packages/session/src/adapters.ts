/**
 * What experiments, commands and proofs need of an adapter by itself. Adapters are named in this package alone: who
 * else wants one finds here that it is wanted, and that there is one place to put another in.
 */
export {
  appStack,
  findSized,
  loadCatalog,
  onlyPort,
  readApp,
  readImageApp,
  readInterfaces,
  readOwnShapes,
  selectVariants,
  type Catalog,
  type OwnShapes,
  type ReadApp,
} from "@stackbench/catalog";
export {
  buildAgents,
  buildImages,
  bundling,
  bytesFile,
  type ContextFile,
  driverTraits,
  findEngine,
  findImage,
  findServerProcesses,
  listFiles,
  oneFile,
  pack,
  recipesPlace,
  refusalOf,
  type ServerAddress,
  textFile,
} from "@stackbench/drivers";
export {
  createGenerator,
  generatorFor,
  generatorIds,
  secondOpinionOn,
  refusesBeyondLimits,
  scheduleSlots,
} from "@stackbench/load";
export { createSampler } from "@stackbench/sampling";
export { createRunStore } from "@stackbench/store";
