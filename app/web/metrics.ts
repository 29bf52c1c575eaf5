import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { UnstoredKind } from "./intake-line.ts";

export interface Metrics {
  request(route: string, status: number, seconds: number): void;
  unstored(what: UnstoredKind): void;
  text(): Promise<{ type: string; content: string }>;
}

/** What Prometheus reads. Labels name routes, never shops or persons. */
export function openMetrics(sources: { unknownErrors(): Promise<number> }): Metrics {
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
  // Counted in the database: the worker sees them, and has no address of its own to be asked at.
  registry.registerMetric(
    new Gauge({
      name: "beckon_unknown_delivery_errors",
      help: "Answers of WhatsApp with a code that Beckon does not know",
      registers: [],
      async collect() {
        const total = await sources.unknownErrors().catch(() => null);
        // While the database is away the figure is missing, not wrong.
        if (total === null) this.remove();
        else this.set(total);
      },
    }),
  );
  return {
    request: (route, status, seconds) => requests.observe({ route, status }, seconds),
    unstored: (what) => unstored.inc({ what }),
    text: async () => ({ type: registry.contentType, content: await registry.metrics() }),
  };
}
