import { setTimeout as wait } from "node:timers/promises";
import { Pool } from "undici";
import { isUnanswered, type LoadRequest } from "./load-request.ts";

export interface Shot {
  kind: string;
  isHostile: boolean;
  /** from the moment it was due: a server that lets others wait does not look fast */
  ms: number;
  status: number;
  /** no answer, or a failure of the server's */
  isUnanswered: boolean;
  /** what was not true once it was answered */
  wrong: number;
}

async function shoot(pool: Pool, request: LoadRequest, dueAt: number): Promise<Shot> {
  const { kind, isHostile, method, path, headers, body } = request;
  let status = 0;
  try {
    const answer = await pool.request({
      method,
      path,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    status = answer.statusCode;
    await answer.body.dump();
  } catch {
    // A server may end the connection of whoever sends more than it takes.
    status = 0;
  }
  const ms = performance.now() - dueAt;
  const isRefusedWhileSending = status === 0 && request.wanted.includes(413);
  const isRight = request.wanted.includes(status) || isRefusedWhileSending;
  const isOpen = !isRight && isUnanswered(status);
  const unmet = (isRight || isOpen) && request.check ? await request.check(status) : 0;
  const wrong = unmet + (isRight || isOpen ? 0 : 1);
  return { kind, isHostile, ms, status, isUnanswered: isOpen, wrong };
}

/** So many requests a second for so many seconds, whether or not the earlier ones are answered. */
export async function fire(
  at: { url: string; perSecond: number; seconds: number },
  next: () => LoadRequest,
): Promise<Shot[]> {
  const pool = new Pool(at.url, { connections: 64, pipelining: 1 });
  const shots: Promise<Shot>[] = [];
  const started = performance.now();
  const every = 1000 / at.perSecond;
  const count = Math.round(at.perSecond * at.seconds);
  try {
    for (let n = 0; n < count; n += 1) {
      const dueAt = started + n * every;
      const early = dueAt - performance.now();
      if (early > 1) await wait(early);
      shots.push(shoot(pool, next(), dueAt));
    }
    return await Promise.all(shots);
  } finally {
    await pool.destroy();
  }
}
