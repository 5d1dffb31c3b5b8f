import type { RunRecord } from "@stackbench/model";
import type { Group, Table } from "../table.ts";
import { caseWindows } from "./case-windows.ts";
import { facetsOf } from "./facets-of.ts";
import { latencyPictures } from "./latency.ts";
import type { Picture } from "./picture.ts";
import { cpuPicture, memoryPicture } from "./resources.ts";
import { throughputPicture } from "./throughput.ts";

/** What is drawn of the rows of one group, in the order in which it is read. */
export interface GroupPictures {
  group: Group;
  pictures: Picture[];
}

/** The pictures of every group of a run that has a figure. */
export function runPictures(record: RunRecord, table: Table): GroupPictures[] {
  const windows = caseWindows(record);
  const sources = {
    windowsOf: ({ caseId }: { caseId: string }) => windows.get(caseId) ?? [],
    facetsOf: facetsOf(table.run),
  };
  return table.groups.map((group, index) => {
    const id = `g${index}`;
    const { rows } = group;
    const throughput = throughputPicture(`${id}-throughput`, rows, sources.facetsOf);
    const pictures = [
      ...(throughput.rows.length > 0 ? [throughput] : []),
      ...latencyPictures(id, group, sources),
      cpuPicture(`${id}-cpu`, rows, sources),
      memoryPicture(`${id}-memory`, rows, sources),
    ];
    return { group, pictures: pictures.filter((picture) => picture !== null) };
  });
}
