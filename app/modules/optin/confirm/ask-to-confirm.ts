import { randomUUID } from "node:crypto";
import { numberForShop } from "#app/modules/channel/index.ts";
import { messageTopicSchema, type MessageTopic } from "#app/modules/consent/consent.types.ts";
import { ABOUT_NO_CART, type MessageWish, planMessage } from "#app/modules/messaging/index.ts";
import type { ShopRow } from "#app/modules/shops/index.ts";
import { languageOrder, templateFor } from "#app/modules/templates/index.ts";
import type { Tx } from "#app/ports/db.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addMinutes, earlierOf } from "#app/shared/duration.ts";
import { lookAgain, markAsked } from "./confirmation.store.server.ts";
import type { ConfirmationRow } from "./confirmation.types.ts";

const LOOK_AGAIN_MINUTES = 0.25;

/**
 * The template in the person's language; while WhatsApp still reviews that one nobody is asked in
 * another. Null: there is none yet.
 */
async function templateIn(tx: Tx, shopId: string, locales: (string | null)[]) {
  for (const language of languageOrder(locales)) {
    const wanted = { purpose: "double_opt_in", hasPicture: false, languages: [language] };
    const { state, template } = await templateFor(tx, shopId, wanted);
    if (state === "approved") return template;
    if (state === "pending" || state === "paused") return null;
  }
  return null;
}

/** The topic that the message's row names; a request for the tracking of taps alone is never asked. */
function topicOf({ topics }: ConfirmationRow): MessageTopic {
  const [topic] = topics.flatMap((one) => messageTopicSchema.safeParse(one).data ?? []);
  return topic ?? "reminders";
}

function wishOf(
  deps: Deps,
  request: ConfirmationRow,
  with_: { shop: ShopRow; numberId: string; templateId: string },
): MessageWish {
  const id = randomUUID();
  const now = deps.clock.now();
  return {
    id,
    shopId: with_.shop.id,
    // One message for one request: only one that never left is followed by another.
    dedupeKey: `confirmation:${request.id}:${id}`,
    kind: "double_opt_in",
    topic: topicOf(request),
    contactId: request.contactId,
    numberId: with_.numberId,
    toHash: request.identifierHash,
    ...ABOUT_NO_CART,
    templateId: with_.templateId,
    values: {
      firstName: null,
      shopName: with_.shop.name,
      pictureUrl: null,
      linkCode: "",
      confirmationId: id,
    },
    dueAt: now,
    notBefore: now,
    expiresAt: request.expiresAt,
  };
}

/**
 * Plans the one message that asks, when the shop has a number and an approved template; until then the
 * request waits. The caller holds the request's row or has just written it.
 */
export async function askToConfirm(
  deps: Deps,
  tx: Tx,
  shop: ShopRow,
  request: ConfirmationRow,
): Promise<void> {
  const number = await numberForShop(tx, shop.id);
  const template = number ? await templateIn(tx, shop.id, [request.locale, shop.locale]) : null;
  const now = deps.clock.now();
  if (!number || !template) {
    const at = earlierOf(addMinutes(now, LOOK_AGAIN_MINUTES), request.expiresAt);
    return lookAgain(tx, shop.id, [request.id], at);
  }
  const wish = wishOf(deps, request, { shop, numberId: number.id, templateId: template.id });
  await planMessage(deps, tx, wish);
  const asked = { id: request.id, messageId: wish.id, at: now, lookAt: request.expiresAt };
  await markAsked(tx, shop.id, asked);
}
