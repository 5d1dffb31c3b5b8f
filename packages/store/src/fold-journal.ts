import {
  differingEngine,
  differingImages,
  differingParts,
  UsageError,
  type JournalEntry,
  type RunHead,
  type RunRecord,
  type VariantInfo,
  type WindowRecord,
} from "@stackbench/model";

/**
 * Folds a journal into what it says about the run. Of a window that stands there twice the last counts;
 * windows of a sitting that never ended are kept. `wallSeconds` is the sum over all parts of the run and
 * null as soon as one part has no end (it was killed, or still runs). Throws UsageError without a head.
 */
export function foldJournal(entries: readonly JournalEntry[]): RunRecord {
  const [first, ...others] = entries;
  if (first?.type !== "head") {
    throw new UsageError(
      `not a journal: expected a head as its first line, got ${first?.type ?? "nothing"}`,
    );
  }
  const { head } = first;
  const variants = new Map<string, VariantInfo>(head.variants.map((info) => [info.key, info]));
  const windows = new Map<string, WindowRecord>();
  const sittings: RunRecord["sittings"] = [];
  const resumedAt: string[] = [];
  const changes = new Set<string>();
  let stop: RunRecord["stop"] = null;
  const parts = new Parts();
  for (const entry of others) {
    switch (entry.type) {
      case "head":
        throw new UsageError("not a journal: expected one head, got a second one");
      case "resumed":
        resumedAt.push(entry.at);
        for (const change of [
          ...differingParts(head.fingerprint, entry.fingerprint),
          ...differingEngine(head.engine, entry.engine ?? head.engine),
        ])
          changes.add(change);
        parts.begin();
        break;
      case "prepared": {
        const { key, images } = entry.variant;
        const before = variants.get(key)?.images ?? {};
        for (const change of differingImages(key, before, images)) changes.add(change);
        variants.set(key, entry.variant);
        break;
      }
      case "window":
        // Deleted first, so that the order stays that of time.
        windows.delete(entry.window.planned.windowId);
        windows.set(entry.window.planned.windowId, entry.window);
        break;
      case "sitting-ended": {
        const { sittingId, timings, tuning } = entry;
        sittings.push({ sittingId, timings, tuning });
        break;
      }
      case "stopped":
        stop = entry.stop;
        break;
      case "ended":
        parts.end(entry.outcome, entry.wallSeconds);
        break;
    }
  }
  return {
    ...(head satisfies RunHead),
    variants: [...variants.values()],
    ...parts.total(),
    resumedAt,
    changes: [...changes],
    stop,
    windows: [...windows.values()],
    sittings,
  };
}

/** Every start or resumption is a part; each should have an end. */
class Parts {
  #outcome: RunRecord["outcome"] = "unfinished";
  #wallSeconds = 0;
  #known = true;

  begin(): void {
    if (this.#outcome === "unfinished") this.#known = false;
    this.#outcome = "unfinished";
  }

  end(outcome: RunRecord["outcome"], wallSeconds: number): void {
    this.#outcome = outcome;
    this.#wallSeconds += wallSeconds;
  }

  total(): Pick<RunRecord, "outcome" | "wallSeconds"> {
    const known = this.#known && this.#outcome !== "unfinished";
    return { outcome: this.#outcome, wallSeconds: known ? this.#wallSeconds : null };
  }
}
