import { sortTables } from "./sort.ts";

/** All that a page does whose pictures are drawn already. */
sortTables();
