import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { WorkWaiting } from "#app/ports/db.ts";
import type { UnstoredKind } from "./intake-line.ts";

export interface Metrics {
  request(route: string, status: number, seconds: number): void;
  unstored(what: UnstoredKind): void;
  text(): Promise<{ type: string; content: string }>;
}

/** What is counted in the database: workers do the work, and have no address of their own to be asked at. */
interface MetricSources {
  unknownErrors(): Promise<number>;
  workWaiting(): Promise<WorkWaiting>;
  /** business time, as what waits is written in it */
  now(): Date;
}

const GAUGES = {
  beckon_unknown_delivery_errors: "Answers of WhatsApp with a code that Beckon does not know",
  beckon_intake_waiting: "Stored webhooks that are not processed yet, counted up to 10000",
  beckon_intake_oldest_seconds: "How long the oldest of them has been waiting",
  beckon_intake_parked: "Webhooks that nobody could process; they hold marketing for their people",
  beckon_reminders_overdue_seconds: "How long the reminder due first has been waiting for a worker",
  beckon_messages_due: "Messages that may leave and are not claimed, counted up to 10000 a number",
} as const;
type GaugeName = keyof typeof GAUGES;

async function figures(sources: MetricSources): Promise<Record<GaugeName, number>> {
  const [unknown, work] = await Promise.all([sources.unknownErrors(), sources.workWaiting()]);
  const now = sources.now().getTime();
  const secondsSince = (at: Date | null) =>
    at === null ? 0 : Math.max(0, Math.round((now - at.getTime()) / 1000));
  return {
    beckon_unknown_delivery_errors: unknown,
    beckon_intake_waiting: work.intakeWaiting,
    beckon_intake_oldest_seconds: secondsSince(work.intakeSince),
    beckon_intake_parked: work.intakeParked,
    beckon_reminders_overdue_seconds: secondsSince(work.remindersSince),
    beckon_messages_due: work.messagesDue,
  };
}

/** Asks the database, once a reading. While it is away the figures are missing, not wrong. */
function databaseGauges(registry: Registry, sources: MetricSources): () => Promise<void> {
  const gauges = Object.entries(GAUGES).map(([name, help]) => ({
    name,
    gauge: new Gauge({ name, help, registers: [registry] }),
  }));
  return async () => {
    const known = new Map(Object.entries((await figures(sources).catch(() => null)) ?? {}));
    for (const { name, gauge } of gauges) {
      const value = known.get(name);
      if (value === undefined) gauge.remove();
      else gauge.set(value);
    }
  };
}

/** What Prometheus reads. Labels name routes, never shops or persons. */
export function openMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "beckon_http_request_seconds",
    help: "Time to answer, by route and status",
    labelNames: ["route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  const unstored = new Counter({
    name: "beckon_webhook_unstored_total",
    help: "Signed webhooks that no shop could take",
    labelNames: ["what"],
    registers: [registry],
  });
  const readDatabase = databaseGauges(registry, sources);
  return {
    request: (route, status, seconds) => requests.observe({ route, status }, seconds),
    unstored: (what) => unstored.inc({ what }),
    text: async () => {
      await readDatabase();
      return { type: registry.contentType, content: await registry.metrics() };
    },
  };
}
