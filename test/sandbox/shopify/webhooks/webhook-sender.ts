import { randomUUID } from "node:crypto";
import type { AppConfig, Subscription } from "./app-toml.ts";
import { createDeliveryLog, type DeliveryLog } from "./delivery-log.ts";
import { trimToFields } from "./include-fields.ts";
import type { Shop } from "../shopify.types.ts";
import type { Delivery, WebhookMode } from "./webhook.types.ts";
import { createLane } from "./webhook-lane.ts";

export type WebhookSenderOptions = {
  appUrl: string;
  apiSecret: string;
  now: () => Date;
  /** null: no TOML yet, every topic goes to /webhooks/shopify. */
  config: AppConfig | null;
  concurrency?: number | undefined;
  /** Contract 2.1: 1 s to connect, 5 s in total. */
  budgetMs?: number | undefined;
  /** Waits before the 8 retries; Shopify spreads them over 4 hours. */
  backoffMs?: number[] | undefined;
  /** How long "shuffle" collects before it sends in random order. */
  shuffleWindowMs?: number | undefined;
};

export type WebhookSender = {
  announce(shop: Shop, topic: string, payload: object): void;
  /** The next announcement belongs to another action of the merchant: a new event id. */
  endAction(): void;
  /** Sends any body under any topic, subscribed or not, signed with any secret. */
  sendRaw(delivery: RawDelivery): string;
  setMode(mode: WebhookMode): void;
  mode(): WebhookMode;
  log: DeliveryLog;
  /** What is neither delivered nor given up. */
  pending(): Delivery[];
  restore(deliveries: Delivery[]): void;
  /** Resolves true when nothing is pending, false after `timeoutMs`. */
  drained(timeoutMs: number): Promise<boolean>;
  reset(): void;
  close(): Promise<void>;
};

type RawDelivery = {
  shop: string;
  topic: string;
  body: string;
  webhookId?: string | undefined;
  eventId?: string | undefined;
  triggeredAt?: string | undefined;
  secret?: string | undefined;
};

const DEFAULT_URI = "/webhooks/shopify";
/** Sent whether subscribed or not: Shopify requires them of every app. */
const COMPLIANCE_TOPICS = ["customers/data_request", "customers/redact", "shop/redact"];

/** Delivers webhooks as Shopify does: signed, at least once, unordered, eight retries (contract 2.1). */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const log = createDeliveryLog();
  const lane = createLane(options, log);
  let eventId = randomUUID();

  const announce: WebhookSender["announce"] = (shop, topic, payload) => {
    if (!shop.installed && !COMPLIANCE_TOPICS.includes(topic)) return;
    for (const subscription of matching(options.config, topic)) {
      lane.add(makeDelivery({ options, shop, topic, payload, subscription, eventId }));
    }
  };
  return {
    announce,
    endAction: () => void (eventId = randomUUID()),
    sendRaw: (raw) => {
      const delivery = rawDelivery(options, raw);
      lane.add(delivery);
      return delivery.webhookId;
    },
    log,
    setMode: lane.setMode,
    mode: lane.mode,
    pending: lane.pending,
    restore: (deliveries) => deliveries.forEach(lane.add),
    drained: lane.drained,
    reset: () => {
      lane.clear();
      log.clear();
    },
    close: lane.close,
  };
}

function matching(config: AppConfig | null, topic: string): Subscription[] {
  if (!config) return [{ topic, uri: DEFAULT_URI, name: null, includeFields: null }];
  return config.subscriptions.filter((subscription) => subscription.topic === topic);
}

type Making = {
  options: WebhookSenderOptions;
  shop: Shop;
  topic: string;
  payload: object;
  subscription: Subscription;
  eventId: string;
};

function makeDelivery({ options, shop, topic, payload, subscription, eventId }: Making): Delivery {
  const { includeFields } = subscription;
  const body = includeFields ? trimToFields(payload, includeFields) : payload;
  return {
    webhookId: randomUUID(),
    eventId,
    shop: shop.domain,
    topic,
    name: subscription.name,
    uri: subscription.uri,
    apiVersion: options.config?.apiVersion ?? "2026-10",
    triggeredAt: options.now().toISOString(),
    body: JSON.stringify(body),
    resource: resourceOf(payload),
    secret: null,
    attempt: 0,
  };
}

function rawDelivery(options: WebhookSenderOptions, raw: RawDelivery): Delivery {
  const subscription = matching(options.config, raw.topic)[0];
  return {
    webhookId: raw.webhookId ?? randomUUID(),
    eventId: raw.eventId ?? randomUUID(),
    shop: raw.shop,
    topic: raw.topic,
    name: subscription?.name ?? null,
    uri: subscription?.uri ?? DEFAULT_URI,
    apiVersion: options.config?.apiVersion ?? "2026-10",
    triggeredAt: raw.triggeredAt ?? options.now().toISOString(),
    body: raw.body,
    resource: null,
    secret: raw.secret ?? null,
    attempt: 0,
  };
}

/** What the log names a delivery by: the checkout's token, else the object's id. */
function resourceOf(payload: object): string | null {
  if ("token" in payload && typeof payload.token === "string" && !("order_number" in payload)) {
    return payload.token;
  }
  return "id" in payload ? String(payload.id) : null;
}
