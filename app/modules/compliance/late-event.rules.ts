type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a checkout or an order says of goods, money and times: nothing of whom. */
const NAMES_NOBODY: ReadonlySet<string> = new Set([
  "id",
  "admin_graphql_api_id",
  "token",
  "cart_token",
  "checkout_token",
  "name",
  "line_items",
  "currency",
  "presentment_currency",
  "total_price",
  "current_total_price",
  "source_name",
  "test",
  "financial_status",
  "discount_codes",
  "created_at",
  "processed_at",
  "updated_at",
  "completed_at",
  "closed_at",
  "cancelled_at",
]);

const momentOf = (value: unknown): Date | null => {
  if (typeof value !== "string") return null;
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? null : at;
};

/**
 * When a Shopify event's matter began: an old checkout or order belongs to the time before an erasure,
 * however late it changes once more.
 */
export function beganAt(topic: string, body: unknown, triggeredAt: Date): Date {
  const created = isObject(body) ? momentOf(body["created_at"]) : null;
  const isMatter = topic.startsWith("checkouts/") || topic.startsWith("orders/");
  return isMatter && created && created < triggeredAt ? created : triggeredAt;
}

/**
 * A late Shopify event without its person: a checkout or an order keeps what names nobody, so that
 * purchases and amounts stay right; anything else is about the person alone, and nothing is left (null).
 */
export function withoutPerson(topic: string, body: unknown): unknown {
  if (!isObject(body)) return null;
  if (!topic.startsWith("checkouts/") && !topic.startsWith("orders/")) return null;
  return Object.fromEntries(Object.entries(body).filter(([key]) => NAMES_NOBODY.has(key)));
}

/** One thing in a WhatsApp change that is about somebody. */
export interface ChangeItem {
  /** wa_ids and business-scoped ids */
  waIds: string[];
  userIds: string[];
  at: Date;
}

const texts = (...values: unknown[]): string[] =>
  values.filter((value): value is string => typeof value === "string" && value !== "");

function itemOf(item: Fields, receivedAt: Date): ChangeItem {
  const seconds = Number(item["timestamp"]);
  const ids = isObject(item["user_id"])
    ? texts(item["user_id"]["previous"], item["user_id"]["current"])
    : texts(item["user_id"]);
  return {
    waIds: texts(item["from"], item["wa_id"]),
    userIds: [...ids, ...texts(item["from_user_id"])],
    at: Number.isFinite(seconds) && seconds > 0 ? new Date(seconds * 1000) : receivedAt,
  };
}

/** Lists of a WhatsApp change whose items a person did or is (contracts 3.4, 3.8, 3.9). */
const LISTS = ["messages", "user_preferences", "user_id_update"] as const;

/**
 * A WhatsApp change without the items that `isLate` names; the cards of those whom no item is left of go
 * too. Statuses stay: they move a message and say nothing new of its person. Null when nothing is left.
 */
export function withoutLateItems(
  body: unknown,
  receivedAt: Date,
  isLate: (item: ChangeItem) => boolean,
): { body: unknown; dropped: number } {
  if (!isObject(body) || !isObject(body["value"])) return { body, dropped: 0 };
  const value: Record<string, unknown> = { ...body["value"] };
  let dropped = 0;
  for (const list of LISTS) {
    const items = value[list];
    if (!Array.isArray(items)) continue;
    const kept = items.filter((item) => !isObject(item) || !isLate(itemOf(item, receivedAt)));
    dropped += items.length - kept.length;
    value[list] = kept;
  }
  if (dropped > 0) delete value["contacts"];
  return { body: { ...body, value }, dropped };
}
