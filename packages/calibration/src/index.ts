export {
  calibrationConnections,
  ceilingArms,
  describeMode,
  evenConnections,
} from "./ceiling-arms.ts";
export type { Conditions } from "./conditions.ts";
export { ensureCalibration, shortTimes } from "./ensure-calibration.ts";
export { describeValidity, validityOf } from "./validity.ts";
export { calibrationPath, keepCalibration, readCalibration } from "./keep-calibration.ts";
export { measureCalibration } from "./measure-calibration.ts";
export type { CalibrationServers } from "./servers.ts";
export { staleReason } from "./stale-reason.ts";
export { withWhatHolds } from "./with-what-holds.ts";
