import type { SwarmNode } from "@stackbench/drivers";
import type { PathFigures } from "@stackbench/network";

/** The way between two nodes, measured by the first of them. */
export interface NodePath extends Omit<PathFigures, "to"> {
  from: string;
  to: string;
}

/** What `bench nodes` tells. */
export interface ExaminedNodes {
  nodes: readonly SwarmNode[];
  /** The node whose clock the others are told by. */
  reference?: string;
  paths: readonly NodePath[];
  /** Why less was measured than one may want, a sentence each. */
  remarks: readonly string[];
}
