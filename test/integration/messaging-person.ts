import { randomUUID } from "node:crypto";
import { recordConsent, withdrawConsent } from "#app/modules/consent/index.ts";
import { ensureContact } from "#app/modules/contacts/index.ts";
import { type MessageWish, planMessage } from "#app/modules/messaging/index.ts";
import { templateFor } from "#app/modules/templates/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";

export interface Person {
  contactId: string;
  dataKey: Uint8Array;
  phone: string;
  hash: string;
}

/** Somebody who agreed to reminders on this number. */
export async function addPerson(deps: Deps, shopId: string, phone: string): Promise<Person> {
  const hash = deps.vault.hash(shopId, "phone", phone);
  return deps.db.inShop(shopId, async (tx) => {
    const identifier = { kind: "phone" as const, value: phone };
    const wish = { shopId, identifier, locale: "de", country: "DE" };
    const { id: contactId, dataKey } = await ensureContact(deps, tx, wish);
    await recordConsent(deps, tx, { shopId, contactId, dataKey }, [
      {
        topic: "reminders",
        kind: "granted",
        source: "checkout",
        identifierHash: hash,
        at: deps.clock.now(),
      },
    ]);
    return { contactId, dataKey, phone, hash };
  });
}

export async function withdraw(
  { deps, shopId }: { deps: Deps; shopId: string },
  who: Person,
): Promise<void> {
  await deps.db.inShop(shopId, (tx) =>
    withdrawConsent(
      deps,
      tx,
      { shopId, contactId: who.contactId, dataKey: who.dataKey },
      {
        source: "whatsapp_message",
        at: deps.clock.now(),
        identifierHash: null,
      },
    ),
  );
}

async function planWithin(
  deps: Deps,
  tx: Tx,
  of: {
    shopId: string;
    numberId: string;
    who: Person;
    change: Partial<MessageWish>;
    templateId: string | null;
  },
): Promise<string> {
  const { shopId, numberId, who, change, templateId } = of;
  const now = deps.clock.now();
  const id = change.id ?? randomUUID();
  return planMessage(deps, tx, {
    id,
    shopId,
    dedupeKey: `test:${id}`,
    kind: "cart_reminder",
    topic: "reminders",
    contactId: who.contactId,
    numberId,
    toHash: who.hash,
    checkoutId: null,
    checkoutToken: `checkout-${id}`,
    cartToken: `cart-${id}`,
    personHashes: [],
    boughtSince: now,
    seriesId: null,
    step: 1,
    templateId,
    values: {
      firstName: "Mara",
      shopName: "Leinenwerk",
      itemSummary: "Leinenhemd",
      pictureUrl: null,
      linkCode: "9f3kQ2aB7xYz",
    },
    dueAt: now,
    notBefore: now,
    expiresAt: new Date(now.getTime() + 24 * 3600_000),
    ...change,
  });
}

async function templateIdFor(tx: Tx, shopId: string, hasPicture: boolean): Promise<string | null> {
  const languages = ["de", "en"];
  const choice = await templateFor(tx, shopId, {
    purpose: "cart_reminder_1",
    hasPicture,
    languages,
  });
  return choice.template?.id ?? null;
}

/** Plans a reminder to somebody, due now; `change` says what is different. */
export async function planReminder(
  deps: Deps,
  of: { shopId: string; numberId: string; who: Person; change: Partial<MessageWish> },
): Promise<string> {
  const { values } = of.change;
  const hasPicture = values !== undefined && "pictureUrl" in values && values.pictureUrl !== null;
  return deps.db.inShop(of.shopId, async (tx) => {
    const templateId = await templateIdFor(tx, of.shopId, hasPicture);
    return planWithin(deps, tx, { ...of, templateId });
  });
}

/**
 * Plans a reminder to each of these, due now, in one transaction: a hundred beside each other, each with
 * all of the shop's templates in its hands, would wait for a connection longer than the pool allows.
 */
export async function planReminders(
  deps: Deps,
  of: { shopId: string; numberId: string; everybody: Person[] },
): Promise<string[]> {
  const { everybody, ...where } = of;
  return deps.db.inShop(of.shopId, async (tx) => {
    const templateId = await templateIdFor(tx, of.shopId, false);
    const ids: string[] = [];
    for (const who of everybody) {
      ids.push(await planWithin(deps, tx, { ...where, who, change: {}, templateId }));
    }
    return ids;
  });
}
