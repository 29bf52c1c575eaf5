import type { JobDefinition } from "#app/ports/jobs.ts";
import type { Producer } from "./jobs.server.ts";

export interface Schedule {
  job: JobDefinition;
  everyMs: number;
}

const LOOK_EVERY_MS = 5000;

/** Registers those recurring wake-ups that the queue does not know; the others keep their rhythm. */
export async function registerSchedules(producer: Producer, schedules: Schedule[]): Promise<void> {
  for (const { job, everyMs } of schedules) {
    const queue = producer.queue(job.queue);
    const id = `every-${job.name}`;
    const known = await queue.getJobScheduler(id);
    if (known?.every === everyMs) continue;
    await queue.upsertJobScheduler(
      id,
      { every: everyMs },
      {
        name: job.name,
        data: {},
        opts: { attempts: 1, removeOnComplete: true, removeOnFail: { age: 3600, count: 50 } },
      },
    );
  }
}

/**
 * Registers the wake-ups now and keeps looking: a queue that was wiped has lost them too, and without
 * them no sweep would find again what it has lost.
 */
export async function keepSchedules(
  producer: Producer,
  schedules: Schedule[],
  onError: (error: unknown) => void,
): Promise<{ stop(): Promise<void> }> {
  await registerSchedules(producer, schedules);
  let looking: Promise<void> | null = null;
  const look = async () => {
    try {
      await registerSchedules(producer, schedules);
    } catch (error) {
      onError(error);
    }
    looking = null;
  };
  const timer = setInterval(() => {
    looking ??= look();
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
