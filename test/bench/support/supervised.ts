import { setTimeout as pause } from "node:timers/promises";
import type { Part } from "#test/demo/part.ts";

const RESTART_AFTER_MS = 200;

/** A process that is started again whenever it ends, as a supervisor does. */
export function supervised(start: () => Part) {
  const state = { part: start(), isWanted: true };
  const watch = async (): Promise<void> => {
    await state.part.ended;
    if (!state.isWanted) return;
    await pause(RESTART_AFTER_MS);
    state.part = start();
    return watch();
  };
  const watching = watch();
  return {
    part: () => state.part,
    stop: async () => {
      state.isWanted = false;
      await state.part.stop();
      await watching;
    },
  };
}
