import { intakeKeys } from "#app/modules/intake/intake-keys.rules.ts";
import type { IntakeEvent, Subscriber, SubscriberMap } from "#app/modules/intake/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { MINUTE_MS } from "#app/shared/duration.ts";
import { phoneFromWaId } from "#app/shared/phone.ts";
import { repeatErasuresJob } from "./compliance.jobs.ts";
import { erasedAt } from "./erasure.store.server.ts";
import { beganAt, type ChangeItem, withoutLateItems, withoutPerson } from "./late-event.rules.ts";

type Erased = ReadonlyMap<string, Date>;

/** Persons alone: a checkout or a cart is nobody. */
const PERSONS = new Set(["phone", "email", "customer", "bsuid"]);

function hashesIn(deps: Pick<Deps, "vault">, event: IntakeEvent): string[] {
  const { source, topic, body, shopId } = event;
  // The text is asked only whether a status may hold somebody, and statuses pass untouched here.
  const keys = intakeKeys({ source, topic, body, rawBody: "" });
  return keys.flatMap(({ kind, value }) =>
    PERSONS.has(kind) ? deps.vault.hashes(shopId, kind, value) : [],
  );
}

function latestOf(erased: Erased, hashes: string[]): Date | null {
  const times = hashes.flatMap((hash) => erased.get(hash) ?? []);
  return times.reduce<Date | null>((last, at) => (last === null || at > last ? at : last), null);
}

function isLateItem(deps: Pick<Deps, "vault">, shopId: string, erased: Erased) {
  return ({ waIds, userIds, at }: ChangeItem): boolean => {
    const phones = waIds.flatMap((id) => phoneFromWaId(id) ?? []);
    const hashes = [
      ...phones.flatMap((phone) => deps.vault.hashes(shopId, "phone", phone)),
      ...userIds.flatMap((id) => deps.vault.hashes(shopId, "bsuid", id)),
    ];
    const gone = latestOf(erased, hashes);
    return gone !== null && at <= gone;
  };
}

/** The event as it may be processed: whole, without the person, or not at all (null). */
function spared(deps: Deps, event: IntakeEvent, erased: Erased): IntakeEvent | null {
  const gone = latestOf(erased, hashesIn(deps, event));
  if (gone === null) return event;
  const { topic, body, receivedAt, shopId } = event;
  if (event.source === "whatsapp") {
    const left = withoutLateItems(body, receivedAt, isLateItem(deps, shopId, erased));
    return left.dropped === 0 ? event : { ...event, body: left.body };
  }
  if (beganAt(topic, body, event.triggeredAt ?? receivedAt) > gone) return event;
  const left = withoutPerson(topic, body);
  return left === null ? null : { ...event, body: left };
}

/** What late events name is dropped with their bodies once they are processed. */
async function dropSoon(deps: Deps, shopId: string): Promise<void> {
  const later = { jobId: `repeat-erasures-of-${shopId}`, delayMs: MINUTE_MS };
  await deps.jobs.enqueue(repeatErasuresJob, { shopId }, later);
}

/** The same event object passes several subscribers: it is looked at once. */
const looked = new WeakMap<IntakeEvent, IntakeEvent | null>();

async function spareAll(deps: Deps, events: IntakeEvent[]): Promise<IntakeEvent[]> {
  const fresh = events.filter((event) => !looked.has(event));
  const [first] = fresh;
  if (first) {
    const hashes = [...new Set(fresh.flatMap((event) => hashesIn(deps, event)))];
    const { shopId } = first;
    const erased = await deps.db.inShop(shopId, (tx: Tx) => erasedAt(tx, shopId, hashes));
    for (const event of fresh) looked.set(event, spared(deps, event, erased));
    const late = fresh.filter((event) => looked.get(event) !== event);
    if (late.length > 0) {
      deps.log.info("erasure.late_events", { shopId, count: late.length });
      await dropSoon(deps, shopId);
    }
  }
  return events.flatMap((event) => looked.get(event) ?? []);
}

function sparing(subscriber: Subscriber): Subscriber {
  const { name, runAll } = subscriber;
  const one: Subscriber = {
    name,
    run: async (deps, event) => {
      for (const left of await spareAll(deps, [event])) await subscriber.run(deps, left);
    },
  };
  if (!runAll) return one;
  return {
    ...one,
    runAll: async (deps, events) => {
      const left = await spareAll(deps, events);
      if (left.length > 0) await runAll.call(subscriber, deps, left);
    },
  };
}

/** Topics in which Shopify and WhatsApp speak of shoppers; a request to erase must see whom it names. */
const ABOUT_PEOPLE =
  /^(shopify:(checkouts|carts|orders|customers_\w+)\/|shopify:customers\/(create|update|delete|merge)$|whatsapp:(messages|user_preferences|user_id_update)$)/;

/**
 * The map of events, such that what was on its way when a person was erased brings none of their data
 * back. Whoever acts after it (a new checkout, a new message) is somebody who came back by themselves.
 */
export function sparingErased(map: SubscriberMap): SubscriberMap {
  const wrapped = new Map<readonly Subscriber[], readonly Subscriber[]>();
  const wrap = (subscribers: readonly Subscriber[]) => {
    // Topics that share their subscribers go on sharing them: neighbours are settled together.
    const known = wrapped.get(subscribers) ?? subscribers.map(sparing);
    wrapped.set(subscribers, known);
    return known;
  };
  return Object.fromEntries(
    Object.entries(map).map(([kind, all]) => [kind, ABOUT_PEOPLE.test(kind) ? wrap(all) : all]),
  );
}
