import type { Heat } from "@stackbench/report";
import type { Grid } from "./grids.ts";

/** Throughput by workers and threads, a picture for each workload and number of connections. */
export function gridPictures(grids: readonly Grid[]): Heat[] {
  return grids.map(({ workload, connections, cells }, index): Heat => ({
    kind: "heat",
    id: `grid${index}`,
    title: `${workload}, ${connections} connections: throughput by workers and threads`,
    caption: "Requests/s of each number of workers and threads; the stronger the colour, the more.",
    unit: "requests/s",
    x: "workers",
    y: "threads",
    cells: cells.map(({ workers, threads, row }) => ({
      x: String(workers),
      y: String(threads),
      value: row.throughput?.estimate ?? null,
    })),
  }));
}
