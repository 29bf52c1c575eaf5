/** One webhook on its way. The body is fixed when it is queued: retries carry the original (contract 2.1). */
export type Delivery = {
  webhookId: string;
  eventId: string;
  shop: string;
  topic: string;
  name: string | null;
  uri: string;
  apiVersion: string;
  triggeredAt: string;
  body: string;
  /** What the log names it by: a checkout's token, else the object's id. */
  resource: string | null;
  /** null: the app's client secret. */
  secret: string | null;
  attempt: number;
};

/** "storm" is "duplicate" and "shuffle" at once; "release" ends "hold" and sends what it held. */
export type WebhookMode = "normal" | "duplicate" | "shuffle" | "storm" | "hold" | "release";

export type Outcome = {
  kind: "delivered" | "refused" | "timeout" | "unreachable";
  /** HTTP status of the answer, where there was one. */
  status: number | null;
  ms: number;
};
