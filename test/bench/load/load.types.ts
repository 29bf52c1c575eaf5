/** Which requests the generator prepares. It keeps them for all measurements of a bench. */
export type LoadPlan =
  | { kind: "shopify-webhooks"; path: string; secret: string; shop: string; count: number }
  | { kind: "links"; links: { code: string; target: string }[] };

/** One measurement: requests over kept-alive connections, the next as soon as the last is answered. */
export interface LoadRun {
  port: number;
  connections: number;
  seconds: number;
}

export interface LoadFigures {
  perSecond: number;
  /** answered as they should be */
  answered: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

export type ToGenerator = { type: "plan"; plan: LoadPlan } | { type: "run"; run: LoadRun };
export type FromGenerator =
  | { type: "planned"; requests: number; meanBytes: number }
  | { type: "done"; figures: LoadFigures }
  | { type: "failed"; message: string };
