import { serve } from "@stackbench/lines";
import { createRunStore } from "@stackbench/store";
import { PageServer } from "./page-server.ts";
import { liveProtocol } from "./protocol.ts";
import { renderLive } from "./render-live.ts";

const server = new PageServer();
let render = async (): Promise<string> => {
  throw new Error("expected to be opened first");
};

// A Ctrl-C is meant for the run, which then ends this program.
for (const name of ["SIGINT", "SIGHUP"] as const) process.on(name, () => {});

await serve(liveProtocol, {
  async open({ directory, runId, port }) {
    const store = createRunStore(directory);
    render = async () => renderLive(await store.read(runId), server.nextRendering);
    return await server.listen(port);
  },
  async render() {
    server.show(await render());
    // What it needed is cleared away while it may work, and not later.
    globalThis.gc?.();
  },
  hold: () => server.hold(),
  answer: () => server.answer(),
  end: () => server.end(),
  // Its input ends when whoever holds the run is gone, however that came about.
  close: () => {},
});
