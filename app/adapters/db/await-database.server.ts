import { setTimeout as pause } from "node:timers/promises";
import type { Db } from "#app/ports/db.ts";

const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;

/**
 * Waits for a database that is starting or recovering, so that the order in which things are started
 * does not matter.
 * @throws its last error when it does not answer within a minute
 */
export async function awaitDatabase(db: Db, onWait: (error: unknown) => void): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await db.ping();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      onWait(error);
      await pause(PAUSE_MS);
    }
  }
}
