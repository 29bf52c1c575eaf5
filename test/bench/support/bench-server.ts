import { type Part, startPart } from "#test/demo/part.ts";
import { untilHealthy } from "#test/demo/health.ts";
import { freePort } from "#test/support/ports.ts";
import { logDir, POOL } from "./bench-database.ts";

export interface BenchServer {
  port: number;
  stop(): Promise<void>;
}

export interface ServerTask {
  name: string;
  /** from the project's root */
  script: string;
  healthPath: string;
  env: Record<string, string>;
}

/** What every server gets, ours and the peers. */
export const SHARED_ENVIRONMENT = {
  NODE_ENV: "production",
  DATABASE_POOL: String(POOL),
  REDIS_URL: "", // whatever the shell has set: the queue is in PostgreSQL
};

/** Starts one server as a process of its own and waits until it answers. */
export async function startServer(task: ServerTask): Promise<BenchServer> {
  const port = await freePort();
  const part: Part = startPart({
    name: task.name,
    script: task.script,
    env: { ...SHARED_ENVIRONMENT, ...task.env, PORT: String(port), HOST: "127.0.0.1" },
    logDir,
  });
  try {
    const url = `http://127.0.0.1:${port}${task.healthPath}`;
    await untilHealthy(part, url, AbortSignal.timeout(60_000));
  } catch (error) {
    await part.stop();
    throw error;
  }
  return { port, stop: () => part.stop() };
}
