import { setTimeout as pause } from "node:timers/promises";

/** 40001 serialization failure, 40P01 deadlock: PostgreSQL asks to run the whole transaction again. */
const AGAIN = /40001|40P01|deadlock detected|could not serialize|write conflict/i;

function mayRunAgain(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return code === "P2034" || AGAIN.test(code) || AGAIN.test(error.message);
}

/** Runs a transaction again, a few times, when PostgreSQL chose it as the victim of a conflict. */
export async function withRetries<T>(run: () => Promise<T>, tries = 5): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= tries || !mayRunAgain(error)) throw error;
      await pause(5 * 2 ** attempt);
    }
  }
}
