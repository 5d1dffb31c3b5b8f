import type { Lines, Series } from "@stackbench/report";
import type { Curve, CurveLevel } from "./curves.ts";

/** Curves that are drawn without being chosen. */
const drawnAtFirst = 6;
/** Points of a fitted law, each so many times the one before. */
const fitStep = 1.15;

/** Throughput over connections with the law that was fitted to it, what the rest cost in time, and where CPU time went. */
export function curvePictures(curves: readonly Curve[]): Lines[] {
  const drawn = curves
    .map((curve) => ({ ...curve, levels: curve.levels.filter(({ isOnCurve }) => isOnCurve) }))
    .filter(({ levels }) => levels.length > 0);
  return [...Map.groupBy(drawn, ({ workload }) => workload)].flatMap(([workload, own], index) => {
    const id = `sweep${index}`;
    const fits = own.flatMap(fitOf);
    const isOne = own.length === 1;
    return [
      {
        kind: "lines",
        id: `${id}-throughput`,
        title: `${workload}: throughput over connections`,
        caption:
          "Right answers per second; the band is what the rounds had, least to most. The law, dashed, is the Universal Scalability Law, fitted to each round. The knee is where the curve bends most.",
        x: { label: "connections", scale: "log" },
        y: { label: "requests/s", scale: "linear" },
        series: [...own.map(throughputOf), ...fits],
        marks: isOne ? marksOf(own[0]!) : [],
        drawnAtFirst: isOne ? 2 : Math.min(own.length, drawnAtFirst),
      },
      {
        kind: "lines",
        id: `${id}-time`,
        title: `${workload}: median service time over connections`,
        caption:
          "From sending a request to its whole answer. Where throughput is level, more connections only wait.",
        x: { label: "connections", scale: "log" },
        y: { label: "ms", scale: "log" },
        series: own.map(serviceTimeOf),
        marks: [],
        drawnAtFirst,
      },
      ...(isOne ? [cpuOf(id, own[0]!)] : []),
    ] satisfies Lines[];
  });
}

function throughputOf({ variant, levels }: Curve): Series {
  const points = levels.flatMap(({ connections, row }): Series["points"] => {
    if (row.throughput === null) return [];
    const { estimate, min, max, rounds } = row.throughput;
    return [[connections, estimate, rounds > 1 ? min : null, rounds > 1 ? max : null]];
  });
  return { label: variant, points };
}

function fitOf({ variant, levels, saturation }: Curve): Series[] {
  const law = saturation?.scalability;
  if (!law) return [];
  const [lambda, sigma, kappa] = [law.lambda, law.sigma, law.kappa].map(({ estimate }) => estimate);
  const last = levels.at(-1)!.connections;
  const served = (n: number): number =>
    (lambda! * n) / (1 + sigma! * (n - 1) + kappa! * n * (n - 1));
  const points: Series["points"] = [];
  for (let n = levels[0]!.connections; n < last; n *= fitStep)
    points.push([n, served(n), null, null]);
  points.push([last, served(last), null, null]);
  return [{ label: `${variant}, the law`, points, isFitted: true }];
}

function marksOf({ saturation }: Curve): Lines["marks"] {
  if (saturation === null) return [];
  const { knee, levelsOffAt, hasLevelledOff } = saturation;
  return [
    ...(knee === null ? [] : [{ x: knee, label: "knee" }]),
    ...(hasLevelledOff && levelsOffAt !== knee ? [{ x: levelsOffAt, label: "levels off" }] : []),
  ];
}

function serviceTimeOf({ variant, levels }: Curve): Series {
  const points = levels.flatMap(({ connections, row }): Series["points"] => {
    const p50 = row.serviceTime?.p50Ms;
    return p50 == null ? [] : [[connections, p50, null, null]];
  });
  return { label: variant, points };
}

function cpuOf(id: string, { levels }: Curve): Lines {
  const shareOf = (label: string, of: (level: CurveLevel) => number | null): Series => ({
    label,
    points: levels.flatMap((level): Series["points"] => {
      const share = of(level);
      return share === null ? [] : [[level.connections, share * 100, null, null]];
    }),
  });
  const series = [
    shareOf("user", ({ cpuUserShare }) => cpuUserShare),
    shareOf("system", ({ cpuSystemShare }) => cpuSystemShare),
    shareOf("stolen", ({ stealShare }) => stealShare),
  ];
  return {
    kind: "lines",
    id: `${id}-cpu`,
    title: "Where CPU time went",
    caption:
      "Percent of the time of the server's CPUs, by app and proxy; stolen: by other guests of the host.",
    x: { label: "connections", scale: "log" },
    y: { label: "%", scale: "linear" },
    series: series.filter(({ points }) => points.length > 0),
    marks: [],
    drawnAtFirst: 3,
  };
}
