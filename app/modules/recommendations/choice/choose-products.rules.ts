import { catalogueLikeness, type CatalogueLikeness } from "./catalogue-likeness.rules.ts";
import type {
  CandidateFacts,
  Choice,
  ChoiceFacts,
  ChoiceSource,
  DroppedProduct,
  DropReason,
  MarketOffer,
  ProposedProduct,
  ShopRhythm,
} from "./choice.types.ts";
import { coldStartProducts } from "./cold-start.rules.ts";
import { pickVaried } from "./diversity.rules.ts";
import { looksOf, looksTheSame } from "./near-identical.rules.ts";
import { type PriceBand, priceBand } from "./price-band.rules.ts";
import { type Replenishment, replenishmentDue } from "./replenishment.rules.ts";

/** Best evidence first: of two equal chances, and of one product from several sources. */
const SOURCES = [
  "own_rhythm",
  "co_purchase",
  "popularity",
  "shopify_related",
  "similar",
] as const satisfies readonly ChoiceSource[];

const inOrder = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const namedIn = ({ reason }: ProposedProduct) => ("productId" in reason ? reason.productId : "");

function likeliestFirst(a: ProposedProduct, b: ProposedProduct): number {
  return (
    b.probability - a.probability ||
    SOURCES.indexOf(a.source) - SOURCES.indexOf(b.source) ||
    inOrder(a.productId, b.productId) ||
    inOrder(namedIn(a), namedIn(b))
  );
}

/** What is known of the person, looked up once. */
interface Person {
  returned: ReadonlySet<string>;
  excluded: ReadonlySet<string>;
  bought: ReadonlySet<string>;
  replenishment: (productId: string) => Replenishment | null;
}

const bySlowness = (a: ShopRhythm | null, b: ShopRhythm | null) =>
  (a?.days ?? 0) - (b?.days ?? 0) || (a?.persons ?? 0) - (b?.persons ?? 0);

function personOf(facts: CandidateFacts, likeness: CatalogueLikeness, now: Date): Person {
  const sentBack = facts.bought.filter(({ returned }) => returned > 0);
  const rhythms = new Map(
    facts.ranked
      .toSorted((a, b) => bySlowness(a.rhythm, b.rhythm))
      .map(({ productId, rhythm }) => [productId, rhythm]),
  );
  return {
    returned: new Set([...facts.returned, ...sentBack.map(({ productId }) => productId)]),
    excluded: new Set(facts.excluded),
    bought: new Set([...facts.basket, ...facts.bought.map(({ productId }) => productId)]),
    replenishment: (productId) => {
      // The same coffee in another size sets the clock anew, too.
      const lines = facts.bought.filter((line) =>
        likeness.isNearIdentical(productId, line.productId),
      );
      return replenishmentDue(lines, rhythms.get(productId) ?? null, now);
    },
  };
}

/** What the person did speaks against it. */
function againstPerson(
  productId: string,
  person: Person,
  facts: Pick<ChoiceFacts, "replenishment" | "wish">,
): DropReason | null {
  if (person.excluded.has(productId)) return "excluded";
  if (person.returned.has(productId)) return "returned";
  if (!person.bought.has(productId)) {
    return facts.wish === "replenishment" ? "not_a_replenishment" : null;
  }
  const again = facts.replenishment ? person.replenishment(productId) : null;
  if (!again || again.state === "lapsed") return "bought_already";
  return again.state === "due" ? null : "not_due_yet";
}

interface Buyer {
  person: Person;
  band: PriceBand | null;
  likeness: CatalogueLikeness;
}

function buyerOf(facts: CandidateFacts, now: Date): Buyer {
  const likeness = catalogueLikeness(facts.coldStart.catalogue);
  return { likeness, person: personOf(facts, likeness, now), band: priceBand(facts.bought) };
}

/** What speaks against it before anything is asked of Shopify. */
function againstBuyer(
  productId: string,
  { person, band, likeness }: Buyer,
  facts: Pick<ChoiceFacts, "replenishment" | "wish">,
): DropReason | null {
  const why = againstPerson(productId, person, facts);
  if (why !== null || person.bought.has(productId)) return why;
  return againstPrice(likeness.byId.get(productId)?.priceMinor, band);
}

/** What the shop cannot sell this person now. */
function againstOffer(offer: MarketOffer | undefined): DropReason | null {
  if (!offer) return "gone";
  if (!offer.published) return "unpublished";
  if (!offer.available) return "out_of_stock";
  return offer.priceMinor === null || offer.priceMinor <= 0 ? "no_price" : null;
}

function againstPrice(priceMinor: number | null | undefined, band: PriceBand | null) {
  if (!band || priceMinor === null || priceMinor === undefined) return null;
  if (priceMinor > band.highest) return "price_too_high" as const;
  return priceMinor < band.lowest ? ("price_too_low" as const) : null;
}

/** Every product once: as the model says where it says anything, else the likeliest of the other sources. */
function candidatesOf(facts: CandidateFacts, now: Date): ProposedProduct[] {
  const found = new Map<string, ProposedProduct>();
  const ranked = facts.ranked.toSorted((a, b) => likeliestFirst(b, a));
  const others = coldStartProducts(facts, now).sort(likeliestFirst);
  // A product ranked twice counts with the lower chance.
  for (const { productId, probability, source, reason } of ranked) {
    if (!found.has(productId)) found.set(productId, { productId, probability, source, reason });
  }
  for (const one of others) if (!found.has(one.productId)) found.set(one.productId, one);
  return [...found.values()].sort(likeliestFirst);
}

/**
 * Which products are worth asking Shopify about: what the person's purchases, what they pay, and the merchant's list leave,
 * likeliest first. Their offers go into `chooseProducts`.
 */
export function productsToAsk(
  facts: CandidateFacts & Pick<ChoiceFacts, "wish">,
  now: Date,
  most: number,
): string[] {
  const buyer = buyerOf(facts, now);
  return candidatesOf(facts, now)
    .filter(({ productId }) => againstBuyer(productId, buyer, facts) === null)
    .slice(0, most)
    .map(({ productId }) => productId);
}

interface Judgement {
  fit: ProposedProduct[];
  dropped: DroppedProduct[];
}

/** Stock is asked of what would fit alone: what nobody would have been shown is not missing. */
function judge(facts: ChoiceFacts, buyer: Buyer, now: Date): Judgement {
  const { person } = buyer;
  const judgement: Judgement = { fit: [], dropped: [] };
  for (const one of candidatesOf(facts, now)) {
    const { productId } = one;
    const why = againstBuyer(productId, buyer, facts) ?? againstOffer(facts.offers.get(productId));
    const isOwn = person.bought.has(productId);
    if (why) judgement.dropped.push({ productId, why });
    else judgement.fit.push(isOwn ? againAndAgain(one, person) : one);
  }
  return judgement;
}

/** One of their own that is due: how often and in which rhythm they buy it is the reason. */
function againAndAgain(one: ProposedProduct, person: Person): ProposedProduct {
  const again = person.replenishment(one.productId);
  if (!again) return one;
  const everyDays = Math.round(again.everyDays);
  const reason = { kind: "bought_before" as const, times: again.times, everyDays };
  return { ...one, source: "own_rhythm", reason };
}

/** Also by the titles of the offers: the catalogue may not know a product yet. */
function twinsBy(likeness: CatalogueLikeness, offers: ChoiceFacts["offers"]) {
  const titleOf = (id: string) => likeness.byId.get(id)?.title ?? offers.get(id)?.title ?? "";
  const bothKnown = (a: string, b: string) => likeness.byId.has(a) && likeness.byId.has(b);
  return (a: string, b: string): boolean =>
    bothKnown(a, b)
      ? likeness.isNearIdentical(a, b)
      : a === b || looksTheSame(looksOf(titleOf(a)), looksOf(titleOf(b)));
}

/** Of near-identical products only the likeliest; and what only resembles a purchase must not look like it. */
function withoutTwins(judgement: Judgement, facts: ChoiceFacts, likeness: CatalogueLikeness) {
  const areTwins = twinsBy(likeness, facts.offers);
  const bought = [...new Set([...facts.basket, ...facts.bought.map((line) => line.productId)])];
  const kept: ProposedProduct[] = [];
  for (const one of judgement.fit) {
    const isGuess = one.source === "similar" || one.source === "shopify_related";
    const others = [...kept.map(({ productId }) => productId), ...(isGuess ? bought : [])];
    if (others.some((other) => areTwins(one.productId, other))) {
      judgement.dropped.push({ productId: one.productId, why: "near_identical" });
    } else kept.push(one);
  }
  return kept;
}

/**
 * Which products a person is shown, likeliest first, and why every other candidate is not. Chances are never
 * raised, and the order of the inputs does not matter. Which of them are worth a message decides `isWorthSending`.
 */
export function chooseProducts(facts: ChoiceFacts, now: Date): Choice {
  const buyer = buyerOf(facts, now);
  const { likeness } = buyer;
  const judgement = judge(facts, buyer, now);
  const fit = withoutTwins(judgement, facts, likeness);
  const chosen = pickVaried(fit, likeness.likeness, Math.max(0, facts.maxShown));
  const shown = new Set(chosen.map(({ productId }) => productId));
  const rest = fit.filter(({ productId }) => !shown.has(productId));
  return {
    chosen,
    dropped: [
      ...judgement.dropped,
      ...rest.map(({ productId }) => ({ productId, why: "less_likely" as const })),
    ],
  };
}
