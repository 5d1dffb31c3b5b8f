import type { GeneratorId } from "./generator.ts";
import { cpuSecondsOf } from "./resources.ts";
import type { WindowRecord } from "./run.ts";
import { figureByRound, type ThroughputByRound } from "./valid-window.ts";

/**
 * What tells the speed of a start better than its throughput does, by variant and round: CPU time of the generator ÷ that of the
 * app, of valid windows; the higher, the faster the app. A machine that changes its own speed changes both (a system call costs
 * more, or a CPU is slower), so that what is left is the app's. Absent where nobody read either.
 */
export function telltalesByRound(
  windows: readonly WindowRecord[],
  generator: GeneratorId,
): ThroughputByRound {
  return figureByRound(windows, generator, ({ use: { services } }) => {
    const [load, app] = [services.load, services.app].map((one) => (one ? cpuSecondsOf(one) : 0));
    // A reading by ticks may see nothing of a server that does little.
    return app! > 0 ? load! / app! : null;
  });
}
