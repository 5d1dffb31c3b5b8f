export { availableCpus, cpusOf, readThreadMasks } from "./available-cpus.ts";
export { cacheFolder } from "./cache-folder.ts";
export { cpuGroupsOf, findCgroups, readMembership } from "./cgroup-paths.ts";
export type { CgroupDirectory, CgroupPaths } from "./cgroup-paths.ts";
export { cgroupTree, findContainerCgroups } from "./container-cgroups.ts";
export { catchesSignal } from "./catches-signal.ts";
export { codeCache } from "./code-cache.ts";
export { readCommandLine, readProcessName } from "./command-line.ts";
export { parseCpuList } from "./cpu-list.ts";
export { readCpuTimes } from "./cpu-times.ts";
export { codeOf, describeDiskError } from "./describe-disk-error.ts";
export { hasInEnvironment } from "./environment.ts";
export { fold } from "./fold.ts";
export { freePort } from "./free-port.ts";
export { chargesInterrupts } from "./kernel-config.ts";
export { parseLimit, readLimit } from "./limits.ts";
export { readInterfaceCounters } from "./interface-counters.ts";
export type { InterfaceCounters } from "./interface-counters.ts";
export { readListenCounters } from "./listen-counters.ts";
export type { ListenCounters } from "./listen-counters.ts";
export {
  listeningSockets,
  listeningUnixSockets,
  parseUnixTable,
  socketsFor,
} from "./listening-sockets.ts";
export type { ListeningSocket, Sockets, UnixSocket } from "./listening-sockets.ts";
export { readMachine } from "./machine.ts";
export type { Machine } from "./machine.ts";
export { readMounts } from "./mounts.ts";
export * from "./own-files.ts";
export * from "./own-folder.ts";
export { readPressureUs } from "./pressure.ts";
export * from "./process-identity.ts";
export {
  readMemoryPeakBytes,
  readProportionalBytes,
  readResidentMemory,
} from "./process-memory.ts";
export {
  parseProcessStat,
  readAllProcessStats,
  readProcessStat,
  ticksPerSecond,
} from "./process-stat.ts";
export type { ProcessStat } from "./process-stat.ts";
export { addDescendants, readProcess, readProcessTable } from "./process-table.ts";
export type { ProcessEntry, ProcessTable } from "./process-table.ts";
export { readNumber, readText, valueOf } from "./read-file.ts";
export { readDescriptors, socketInodes } from "./socket-inodes.ts";
export * from "./sync-directory.ts";
export { readSysctl, writeSysctl } from "./sysctl.ts";
export { parseTcpTable, readTcpSockets, tcpStates } from "./tcp-table.ts";
export { thisHost } from "./this-host.ts";
export type { Host } from "./this-host.ts";
export * from "./write-atomically.ts";
