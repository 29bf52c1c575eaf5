import type { NumberRow } from "#app/modules/channel/index.ts";
import { linkDomains, type LinkWish, newLink, type NewLink } from "#app/modules/links/index.ts";
import type { MessageWish } from "#app/modules/messaging/index.ts";
import type { SkipReason } from "#app/modules/messaging/message.types.ts";
import { itemSummary } from "#app/modules/templates/index.ts";
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
      pictureMediaId: goods.pictureMediaId,
      linkCode: "",
    },
    dueAt: one.lookAt,
    notBefore: now,
    expiresAt: now,
  };
}

/** A link needs a destination that the checkout's webhook named. */
function linkTo(deps: Deps, prepared: PreparedReminder, messageId: string): NewLink | null {
  const { one, round, template } = prepared;
  const { checkout, standings } = one;
  const { shopId, id: checkoutId, recoverUrl } = checkout;
  if (!recoverUrl) return null;
  const wish: LinkWish = {
    shopId,
    messageId,
    checkoutId,
    target: deps.vault.open(recoverUrl, `${shopId}:checkout`),
    tracked: standings.get("tap_tracking")?.state === "granted",
    language: template.template?.language ?? "en",
    expiresAt: addDays(deps.clock.now(), LINK_LIVES_DAYS),
  };
  return newLink(deps, linkDomains(deps, round.shop), wish);
}

/** Message and link belong together: one without the other would lead nowhere. */
export type DraftedReminder = { wish: MessageWish; link: NewLink } | { refused: SkipReason };

/** What will be written about a reminder that may be planned, or why nothing can be. */
export function draftReminder(
  deps: Deps,
  prepared: PreparedReminder,
  place: Place & { expiresAt: Date; number: NumberRow | null },
): DraftedReminder {
  const { number, expiresAt, ...rest } = place;
  const wish = reminderWish(deps, prepared, rest);
  if (!wish) return { refused: "no_consent" };
  if (!number) return { refused: "no_number_connected" };
  const link = linkTo(deps, prepared, place.id);
  if (!link) return { refused: "destination_not_allowed" };
  const values = { ...wish.values, linkCode: link.code };
  return { wish: { ...wish, numberId: number.id, values, expiresAt }, link };
}
