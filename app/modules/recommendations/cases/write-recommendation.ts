import { linkDomains, newLink, type NewLink } from "#app/modules/links/index.ts";
import { ABOUT_NO_CART, type MessageWish } from "#app/modules/messaging/index.ts";
import { storefrontOrigin } from "#app/modules/shops/index.ts";
import type { CardValues, TemplateValues } from "#app/modules/templates/template.types.ts";
import type { Deps } from "#app/ports/deps.ts";
import { addDays } from "#app/shared/duration.ts";
import { formatMoney } from "#app/shared/money.ts";
import { messageExpiresAt } from "./case-time.rules.ts";
import { boughtSince, type CaseRound } from "./load-cases.ts";
import type { PreparedCase, ShownProduct } from "./prepared-case.ts";

/** How long a tap leads to the product: a message may be read weeks later. */
const LINK_LIVES_DAYS = 30;

/** Message and its links belong together: one without the other would lead nowhere. */
export type DraftedRecommendation =
  | { wish: MessageWish; links: NewLink[] }
  | { refused: "no_consent" | "no_number_connected" | "destination_not_allowed" };

interface Draft {
  deps: Deps;
  round: CaseRound;
  prepared: PreparedCase;
  messageId: string;
  language: string;
}

/** The product's page, or a cart that holds it (Shopify: cart permalinks, contract 2.8). */
function targetOf({ deps, round }: Draft, { offer }: ShownProduct): string {
  const origin = storefrontOrigin(round.shop, deps.extraShopOrigins);
  const path = round.settings.cart === "cart" ? `/cart/${offer.variantId}:1` : offer.url;
  return `${origin}${path}`;
}

function linkTo(draft: Draft, product: ShownProduct): NewLink | null {
  const { deps, round, prepared, messageId, language } = draft;
  const wish = {
    shopId: round.shop.id,
    messageId,
    checkoutId: null,
    productId: product.productId,
    target: targetOf(draft, product),
    tracked: prepared.one.standings.get("tap_tracking")?.state === "granted",
    language,
    expiresAt: addDays(deps.clock.now(), LINK_LIVES_DAYS),
  };
  return newLink(deps, linkDomains(deps, round.shop), wish);
}

interface Linked {
  product: ShownProduct;
  link: NewLink;
}

function cardOf({ product, link }: Linked, language: string): CardValues {
  const { title, pictureUrl, priceMinor, currency } = product.offer;
  return {
    title,
    price: priceText({ minor: priceMinor, currency }, language),
    pictureUrl: pictureUrl ?? "",
    pictureMediaId: product.pictureMediaId,
    linkCode: link.code,
  };
}

/** "pt_BR" is Meta's spelling; the language's own is "pt-BR". */
function priceText(price: { minor: number; currency: string }, language: string): string {
  return formatMoney(price, language.replace("_", "-"));
}

/** One product fills the single template, several the cards of a carousel. */
function valuesOf(draft: Draft, linked: Linked[]): TemplateValues {
  const { round, prepared, language } = draft;
  const [first] = linked;
  const greeting = {
    firstName: prepared.one.contact?.firstName ?? null,
    shopName: round.shop.name,
  };
  const [card, ...others] = linked.map((one) => cardOf(one, language));
  if (!first || !card) throw new Error("A recommendation needs a product");
  if (others.length > 0) {
    return { ...greeting, pictureUrl: null, linkCode: "", cards: [card, ...others] };
  }
  return {
    ...greeting,
    productTitle: card.title,
    price: card.price,
    pictureUrl: first.product.hasPicture ? first.product.offer.pictureUrl : null,
    pictureMediaId: card.pictureMediaId,
    linkCode: card.linkCode,
  };
}

/** What will be written about a case that may be planned, or why nothing can be. */
export function draftRecommendation(
  deps: Deps,
  round: CaseRound,
  prepared: PreparedCase,
  messageId: string,
): DraftedRecommendation {
  const { one, form } = prepared;
  const { template } = form.choice;
  const toHash = one.standings.get("recommendations")?.identifierHash ?? null;
  if (!one.contact || toHash === null) return { refused: "no_consent" };
  if (!round.number) return { refused: "no_number_connected" };
  const draft = { deps, round, prepared, messageId, language: template?.language ?? "en" };
  const linked: Linked[] = [];
  for (const product of form.products) {
    const link = linkTo(draft, product);
    if (!link) return { refused: "destination_not_allowed" };
    linked.push({ product, link });
  }
  const now = deps.clock.now();
  const wish: MessageWish = {
    ...ABOUT_NO_CART,
    id: messageId,
    shopId: round.shop.id,
    // A case whose offers changed before the send is decided anew, and that is another message.
    dedupeKey: `recommendation:${one.row.id}:${one.row.rounds}`,
    kind: "recommendation",
    topic: "recommendations",
    contactId: one.contact.id,
    numberId: round.number.id,
    toHash,
    personHashes: one.hashes,
    boughtSince: boughtSince(one.order),
    templateId: template?.id ?? null,
    values: valuesOf(draft, linked),
    dueAt: one.row.dueAt,
    notBefore: now,
    expiresAt: messageExpiresAt(now),
  };
  return { wish, links: linked.map(({ link }) => link) };
}
