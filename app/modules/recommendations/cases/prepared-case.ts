import type { Offer } from "#app/modules/catalog/index.ts";
import { loadPrices, type Price } from "#app/modules/costs/index.ts";
import { linkBaseNow } from "#app/modules/links/index.ts";
import { templatesOfShop } from "#app/modules/templates/index.ts";
import type { TemplateRow } from "#app/modules/templates/template.types.ts";
import type { Tx } from "#app/ports/db.ts";
import type { ProposedProduct } from "../choice/choice.types.ts";
import type { RecommendationSettings } from "../recommendation-settings.types.ts";
import { type CaseWorth, caseWorth } from "./case-worth.rules.ts";
import type { CaseProduct } from "./case.types.ts";
import { type CaseDecision, type CaseMatch, decideCase } from "./decide-case.rules.ts";
import type { Gathered } from "./gather-matches.ts";
import { caseFacts, type CaseRound, type LoadedCase } from "./load-cases.ts";
import { type MessageForm, messageForm, withoutFillers } from "./message-form.rules.ts";
import { marketOf } from "./offers-by-market.ts";

/** A product as the message will show it. */
export interface ShownProduct extends ProposedProduct {
  offer: Offer;
  shopPriceMinor: number | null;
  /** of the uploaded picture; null: there is none to be had */
  pictureMediaId: string | null;
  hasPicture: boolean;
}

export interface PreparedCase {
  one: LoadedCase;
  gathered: Gathered;
  form: MessageForm<ShownProduct>;
  worth: CaseWorth | null;
  decision: CaseDecision;
}

/** What is the same for every case of a round. */
interface Setting {
  templates: TemplateRow[];
  base: "app" | "proxy";
  priceOf: (country: string | null) => Price | null;
}

function shownProducts({ choice, offers, catalogue, pictures }: Gathered): ShownProduct[] {
  return withoutFillers(choice.chosen).flatMap((one) => {
    const offer = offers.get(one.productId);
    if (!offer) return [];
    const pictureMediaId = pictures.get(offer.pictureUrl ?? "") ?? null;
    const shopPriceMinor = catalogue.get(one.productId)?.priceMinor ?? null;
    return [{ ...one, offer, shopPriceMinor, pictureMediaId, hasPicture: pictureMediaId !== null }];
  });
}

function prepare(
  one: LoadedCase,
  round: CaseRound,
  found: { gathered: Gathered; setting: Setting; now: Date },
): PreparedCase {
  const { gathered, setting, now } = found;
  const { templates, base, priceOf } = setting;
  const { languages } = marketOf(one, round.shop);
  const products = shownProducts(gathered);
  const form = messageForm(templates, { products, languages, base });
  const { marginPercent, thresholdMinor } = round.settings;
  const country = caseFacts(one, round).person?.phoneCountry ?? null;
  const worth = caseWorth({
    shown: form.products,
    shopCurrency: round.shop.currency,
    marginPercent,
    thresholdMinor,
    messagePrice: priceOf(country),
    orderChance: gathered.orderChance,
  });
  const match: CaseMatch = {
    shown: form.products.length,
    outOfStock: gathered.choice.dropped.some(({ why }) => why === "out_of_stock"),
    templateState: form.choice.state,
    worth: worth?.worth ?? null,
  };
  return { one, gathered, form, worth, decision: decideCase(caseFacts(one, round, match), now) };
}

/** Decides about every case of a round, with what was gathered for it; without, it is asked about later. */
export async function prepareCases(
  tx: Tx,
  round: CaseRound,
  found: { gathered: ReadonlyMap<string, Gathered>; now: Date },
): Promise<PreparedCase[]> {
  const { shop } = round;
  const { now } = found;
  const book = await loadPrices(tx, shop.id, shop);
  const setting: Setting = {
    templates: await templatesOfShop(tx, shop.id),
    base: await linkBaseNow(tx, shop.id, now),
    priceOf: (country) => book.price({ category: "marketing", country, at: now }),
  };
  return round.cases.flatMap((one) => {
    const gathered = found.gathered.get(one.row.id);
    return gathered ? [prepare(one, round, { gathered, setting, now })] : [];
  });
}

/** What is kept of a product that a case chose. */
export function caseProductOf(
  { offer, ...one }: ShownProduct,
  leadsTo: RecommendationSettings["cart"],
): CaseProduct {
  return {
    productId: one.productId,
    title: offer.title,
    priceMinor: offer.priceMinor,
    currency: offer.currency,
    ...(leadsTo === "cart" ? { variantId: offer.variantId } : {}),
    probability: one.probability,
    source: one.source,
    reason: one.reason,
  };
}
