import { numberForShop } from "#app/modules/channel/index.ts";
import { createLink } from "#app/modules/links/index.ts";
import { type MessageWish, planMessage } from "#app/modules/messaging/index.ts";
import { itemSummary } from "#app/modules/templates/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays } from "#app/shared/duration.ts";
import type { PreparedReminder } from "./prepared-reminder.ts";

/** How long a tap still leads back to the cart: a message may arrive days late (contract 1.8). */
const LINK_LIVES_DAYS = 30;

interface Place {
  id: string;
  seriesId: string | null;
  step: number;
}

/** The message as a row; null when nobody's consent names a number to send it to. */
export function reminderWish(
  deps: Deps,
  prepared: PreparedReminder,
  place: Place,
): MessageWish | null {
  const { one, goods, template, round } = prepared;
  const { checkout, contact } = one;
  const toHash = one.standings.get("reminders")?.identifierHash ?? null;
  if (!contact || toHash === null) return null;
  const now = deps.clock.now();
  const language = template.template?.language ?? "en";
  return {
    ...place,
    shopId: checkout.shopId,
    dedupeKey: `reminder:${checkout.id}:${place.step}`,
    kind: "cart_reminder",
    topic: "reminders",
    contactId: contact.id,
    numberId: null,
    toHash,
    checkoutId: checkout.id,
    checkoutToken: checkout.token,
    cartToken: checkout.cartToken,
    personHashes: checkout.personHashes,
    boughtSince: checkout.createdAt,
    templateId: template.template?.id ?? null,
    values: {
      firstName: contact.firstName,
      shopName: round.shop.name,
      itemSummary: itemSummary(
        goods.items.map((item) => item.title),
        language,
      ),
      pictureUrl: goods.pictureUrl,
      linkCode: "",
    },
    dueAt: one.lookAt,
    notBefore: now,
    expiresAt: now,
  };
}

export type WrittenReminder = "planned" | "no_number" | "no_link" | "no_consent";

/** Writes message and link together: one without the other would lead nowhere. */
export async function writeReminder(
  deps: Deps,
  tx: Tx,
  prepared: PreparedReminder,
  place: Place & { expiresAt: Date },
): Promise<WrittenReminder> {
  const { checkout, standings } = prepared.one;
  const wish = reminderWish(deps, prepared, place);
  if (!wish) return "no_consent";
  const number = await numberForShop(tx, checkout.shopId);
  if (!number) return "no_number";
  if (!checkout.recoverUrl) return "no_link";
  const linkCode = await createLink(deps, tx, {
    shopId: checkout.shopId,
    messageId: place.id,
    checkoutId: checkout.id,
    target: deps.vault.open(checkout.recoverUrl, `${checkout.shopId}:checkout`),
    tracked: standings.get("tap_tracking")?.state === "granted",
    language: prepared.template.template?.language ?? "en",
    expiresAt: addDays(deps.clock.now(), LINK_LIVES_DAYS),
  });
  if (linkCode === null) return "no_link";
  const values = { ...wish.values, linkCode };
  const { expiresAt } = place;
  await planMessage(deps, tx, { ...wish, numberId: number.id, values, expiresAt });
  return "planned";
}
