import type { Profile, ProfileFrame } from "./profile.ts";

/** Folds stacks of several processes into one tree: equal stacks add up, whichever process they are of. */
export class CallTree {
  readonly #frames: ProfileFrame[] = [];
  readonly #frameIndex = new Map<string, number>();
  readonly #nodes: [parent: number, frame: number, selfMicros: number][] = [];
  readonly #nodeIndex = new Map<string, number>();

  /** A stack from its root to its top, and for how long it was seen, microseconds. An empty one is nobody's. */
  add(stack: readonly ProfileFrame[], micros: number): void {
    let node = -1;
    for (const frame of stack) node = this.#child(node, this.#frame(frame));
    if (node >= 0) this.#nodes[node]![2] += micros;
  }

  get folded(): Pick<Profile, "frames" | "nodes"> {
    return { frames: this.#frames, nodes: this.#nodes };
  }

  #frame(frame: ProfileFrame): number {
    const { name, file, line } = frame;
    return indexIn(this.#frameIndex, this.#frames, JSON.stringify([name, file, line]), () => ({
      name,
      file,
      line,
    }));
  }

  #child(parent: number, frame: number): number {
    return indexIn(this.#nodeIndex, this.#nodes, `${parent}/${frame}`, () => [parent, frame, 0]);
  }
}

function indexIn<T>(known: Map<string, number>, all: T[], key: string, make: () => T): number {
  const found = known.get(key);
  if (found !== undefined) return found;
  known.set(key, all.length);
  return all.push(make()) - 1;
}
