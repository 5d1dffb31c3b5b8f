import { rebin, steadyState } from "@stackbench/statistics";
import { percent, type Guard } from "./judged.ts";

const binMs = 500;

/** Whether throughput had settled: the last third of the window against its middle third. */
export const steadiness: Guard = ({ load }) => {
  const { series, seconds } = load;
  if (series === undefined) return undefined;
  const { intervalMs, succeeded } = series;
  // A generator that counts in longer intervals is judged by those.
  const widthMs = binMs % intervalMs === 0 ? binMs : intervalMs;
  const completeMs = seconds * 1000;
  const state = steadyState(rebin({ intervalMs, counts: succeeded, completeMs }, widthMs));
  if (state === undefined || state.steady) return undefined;
  return {
    kind: "no-steady-state",
    severity: "note",
    message: Number.isFinite(state.ratio)
      ? `throughput in the last third of the window was ${percent(state.ratio)} of that in the middle third`
      : "nothing was answered in the middle third of the window, and something in the last",
  };
};
