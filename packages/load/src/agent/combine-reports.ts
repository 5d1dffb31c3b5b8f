import { mergeReports } from "../merge-reports.ts";
import type { AgentReport } from "../protocol.ts";
import type { ThreadReport } from "./tally.ts";
import { seriesIntervalMs, type WindowReport } from "./window-tally.ts";

/**
 * Makes one report of what the threads of a process saw. `cpuSeconds` is the whole process's; `requestsWanted` are those that a
 * bounded window was to end with. Throws where no window was marked.
 */
export function combineReports(
  reports: readonly ThreadReport[],
  cpuSeconds: { user: number; system: number },
  requestsWanted?: number,
): AgentReport {
  const { load, ...rest } = mergeReports(reports.map(reportOf));
  const { downSeconds, ...counted } = load;
  return {
    ...rest,
    load: {
      ...counted,
      cpuSeconds,
      // Connections of a bounded window are made when there is something to send: they are not down.
      ...(requestsWanted === undefined ? { downSeconds } : { requestsWanted }),
    },
  };
}

/** What one thread saw; its CPU time is in that of its process. */
function reportOf(thread: ThreadReport): AgentReport {
  const { window, schedule, cpuMs, wallMs, unansweredConnections } = thread;
  if (!window) throw new Error("expected a window before its report, got none");
  const counted = countedIn(window, unansweredConnections);
  const busiestThreadCpuShare = cpuMs / wallMs;
  return {
    load:
      schedule && window.arrivals
        ? {
            kind: "open",
            ...counted,
            // A thread that spins is always busy: its send lag tells whether it kept up.
            ...(!schedule.spinning && { busiestThreadCpuShare }),
            schedule,
            ...window.arrivals,
          }
        : { kind: "closed", ...counted, busiestThreadCpuShare },
    acknowledged: thread.acknowledged,
    answers: thread.answers,
  };
}

function countedIn(window: WindowReport, unansweredConnections: number) {
  const { askedAnew, parts } = window;
  return {
    threads: 1,
    seconds: window.windowMs / 1000,
    sent: window.sent,
    succeeded: window.succeeded,
    errors: window.errors,
    causes: window.causes,
    ...(askedAnew && { askedAnew }),
    unfinished: window.unfinished,
    succeededByRequest: window.succeededByRequest,
    ...(parts && { parts }),
    statuses: window.statuses,
    receivedBytes: window.receivedBytes,
    serviceTime: window.serviceTime,
    connectTime: window.connectTime,
    series: {
      intervalMs: seriesIntervalMs,
      succeeded: window.series,
      serviceMs: window.seriesServiceMs,
      times: window.seconds,
    },
    inFlightSeconds: window.inFlightMs / 1000,
    carriedSeconds: window.carriedMs / 1000,
    downSeconds: window.downMs / 1000,
    unansweredConnections,
    cpuSeconds: { user: 0, system: 0 },
  };
}
