import { randomUUID } from "node:crypto";
import { numberForShop } from "#app/modules/channel/index.ts";
import { ageBounds } from "#app/modules/consent/ageing.rules.ts";
import { readContacts } from "#app/modules/contacts/index.ts";
import {
  ABOUT_NO_CART,
  ageingOf,
  type MessageWish,
  planMessages,
  type RenewalDue,
  renewalsDue,
} from "#app/modules/messaging/index.ts";
import { topicSchema } from "#app/modules/messaging/message.types.ts";
import { readShop, type ShopRow } from "#app/modules/shops/index.ts";
import { languageOrder, templateFor } from "#app/modules/templates/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays, DAY_MS } from "#app/shared/duration.ts";

/** Planned in one transaction, and how many of those in one sweep of a shop: the next sweep goes on. */
const BATCH = 100;
const BATCHES = 20;
/** How long a question may wait for a fit hour, and how long before one that could not leave is tried again. */
const WAITS_DAYS = 3;
const AGAIN_AFTER_DAYS = 14;

interface Asking {
  shop: ShopRow;
  numberId: string;
  now: Date;
}

/** Named by the fortnight, so that two sweeps at once ask once. */
function keyOf({ contactId, usedAt }: RenewalDue, now: Date): string {
  const fortnight = Math.floor(now.getTime() / (AGAIN_AFTER_DAYS * DAY_MS));
  return `renewal:${contactId}:${usedAt.getTime()}:${fortnight}`;
}

async function wishOf(
  deps: Deps,
  tx: Tx,
  of: {
    due: RenewalDue;
    asking: Asking;
    person: { firstName: string | null; locale: string | null };
  },
): Promise<MessageWish | null> {
  const { due, asking, person } = of;
  const { shop, numberId, now } = asking;
  const wanted = {
    purpose: "consent_renewal",
    hasPicture: false,
    languages: languageOrder([person.locale, shop.locale]),
  };
  const { state, template } = await templateFor(tx, shop.id, wanted);
  if (state !== "approved" || !template) return null;
  const id = randomUUID();
  return {
    id,
    shopId: shop.id,
    dedupeKey: keyOf(due, now),
    kind: "consent_renewal",
    topic: topicSchema.parse(due.topic),
    contactId: due.contactId,
    numberId,
    toHash: due.identifierHash,
    ...ABOUT_NO_CART,
    templateId: template.id,
    values: {
      firstName: person.firstName,
      shopName: shop.name || shop.domain,
      pictureUrl: null,
      linkCode: "",
      renewalId: id,
    },
    dueAt: now,
    notBefore: now,
    expiresAt: addDays(now, WAITS_DAYS),
  };
}

async function askSome(deps: Deps, tx: Tx, shopId: string): Promise<number> {
  const shop = await readShop(tx, shopId);
  const number = await numberForShop(tx, shopId);
  if (!shop.consentSettings.renewal.isOn || !number) return 0;
  const now = deps.clock.now();
  const askedSince = addDays(now, -AGAIN_AFTER_DAYS);
  const bounds = ageBounds(ageingOf(shop.consentSettings), now);
  const due = await renewalsDue(tx, shopId, { ...bounds, askedSince, limit: BATCH });
  const ids = due.map(({ contactId }) => contactId);
  const people = await readContacts(deps, tx, { shopId, ids });
  const planned: MessageWish[] = [];
  for (const one of due) {
    const person = people.get(one.contactId);
    const asking = { shop, numberId: number.id, now };
    const wish = person && (await wishOf(deps, tx, { due: one, asking, person }));
    if (wish) planned.push(wish);
  }
  const written = await planMessages(deps, tx, { shopId, planned, skipped: [] });
  return written.size;
}

/**
 * Plans the one question whether consent stays, for people of shops that want it, while their consent is
 * still valid: once per time of disuse, a batch at a time. It takes the way of every marketing message.
 */
export async function sweepRenewals(deps: Deps): Promise<number> {
  let asked = 0;
  for (const shopId of await deps.db.crossShop.shopsInstalled()) {
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const planned = await deps.db.inShop(shopId, (tx) => askSome(deps, tx, shopId));
      asked += planned;
      if (planned < BATCH) break;
    }
  }
  return asked;
}
