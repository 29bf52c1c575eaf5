import type { Delivery, Outcome } from "./webhook.types.ts";

/** One try of one webhook, as GET /_control/log shows it. */
type LoggedDelivery = {
  seq: number;
  at: string;
  shop: string;
  topic: string;
  webhookId: string;
  resource: string | null;
  attempt: number;
  outcome: Outcome["kind"];
  status: number | null;
  ms: number;
  /** No further try follows. */
  isGivenUp: boolean;
};

export type DeliveryLog = {
  add(delivery: Delivery, outcome: Outcome & { isGivenUp: boolean }): void;
  since(seq: number): LoggedDelivery[];
  clear(): void;
};

/** Append-only and never shuffled: benches count from it, so it must say what really happened. */
export function createDeliveryLog(): DeliveryLog {
  let entries: LoggedDelivery[] = [];
  let dropped = 0;
  return {
    add: (delivery, { kind, status, ms, isGivenUp }) => {
      const { shop, topic, webhookId, resource, attempt } = delivery;
      const seq = dropped + entries.length + 1;
      const at = new Date().toISOString();
      const entry = { seq, at, shop, topic, webhookId, resource, attempt, status, ms, isGivenUp };
      entries.push({ ...entry, outcome: kind });
    },
    since: (seq) => entries.slice(Math.max(0, seq - dropped)),
    clear: () => {
      dropped += entries.length;
      entries = [];
    },
  };
}
