import { setTimeout as pause } from "node:timers/promises";
import { describeError } from "#app/adapters/log/log.server.ts";
import type { Db } from "#app/ports/db.ts";
import type { Log } from "#app/ports/log.ts";

const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;

/**
 * Waits for a database that is starting or recovering, so that the order in which things are started
 * does not matter.
 * @throws its last error when it does not answer within a minute
 */
export async function awaitDatabase(db: Db, log: Log): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await db.ping();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      log.warn("db.waiting", describeError(error));
      await pause(PAUSE_MS);
    }
  }
}
