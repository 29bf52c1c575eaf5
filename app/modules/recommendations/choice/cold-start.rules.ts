import { addDays } from "#app/shared/duration.ts";
import {
  type Alike,
  catalogueLikeness,
  isRecommendable,
  mostAlikeFirst,
} from "./catalogue-likeness.rules.ts";
import type { CandidateFacts, ColdStartFacts, ProposedProduct } from "./choice.types.ts";

/**
 * How much likelier than one picked blindly a product is that resembles the last purchase, per likeness and at
 * most. README says how it was measured. Shopify's answers cannot be measured without a shop: they get the same.
 */
const TIMES_BLIND = { perLikeness: 12, most: 5 } as const;
/** What nobody has seen sell is never a good chance. */
const MOST = { similar: 0.03, shopify_related: 0.03, popularity: 0.1 } as const;
/** Of a product's share among recent orders, for somebody who did not buy it yet. */
const POPULAR_SHARE = 0.5;
/** A product of their own that is due by the person's own rhythm, where the model says nothing. */
const DUE = 0.05;
/** Orders without the product that are imagined on top, so that one sale of three is no third. */
const IMAGINED_ORDERS = 20;
/** Blindly picked from fewer products than these would look like a chance. */
const SMALLEST_CATALOGUE = 50;
/** Shopify's later answers are guesses. */
const MOST_RELATED = 10;
/** Of one source: large purchases resemble thousands of products, and all of them sell now and then. */
const MOST_OF_A_SOURCE = 60;
/** Long enough for the model to have heard of a product that sells. */
const NEW_FOR_DAYS = 30;

/** The chance of a product that is picked blindly: so many products an order, of so many on sale. */
function blindChance({ recent, catalogue }: ColdStartFacts): number {
  const onSale = catalogue.filter(isRecommendable).length;
  return Math.max(1, recent.productsPerOrder) / Math.max(SMALLEST_CATALOGUE, onSale);
}

function similarOnes({ coldStart, basket }: CandidateFacts, blind: number): ProposedProduct[] {
  const { alike } = catalogueLikeness(coldStart.catalogue);
  const likest = new Map<string, Alike & { own: string }>();
  for (const own of basket.toSorted()) {
    for (const one of alike(own)) {
      if ((likest.get(one.productId)?.likeness ?? 0) < one.likeness) {
        likest.set(one.productId, { ...one, own });
      }
    }
  }
  return [...likest.values()]
    .sort(mostAlikeFirst)
    .slice(0, MOST_OF_A_SOURCE)
    .map(({ productId, likeness, by, own }) => ({
      productId,
      probability: Math.min(
        MOST.similar,
        blind * Math.min(TIMES_BLIND.most, TIMES_BLIND.perLikeness * likeness),
      ),
      source: "similar" as const,
      reason: { kind: "similar" as const, productId: own, by },
    }));
}

function relatedOnes({ coldStart, basket }: CandidateFacts, blind: number): ProposedProduct[] {
  return basket.flatMap((own) =>
    (coldStart.related.get(own) ?? []).slice(0, MOST_RELATED).map((productId, place) => ({
      productId,
      probability: Math.min(
        MOST.shopify_related,
        (blind * TIMES_BLIND.most) / Math.sqrt(place + 1),
      ),
      source: "shopify_related" as const,
      reason: { kind: "shopify_related" as const, productId: own },
    })),
  );
}

function popularOnes({ recent }: ColdStartFacts): ProposedProduct[] {
  const best = [...recent.ordersWith]
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
    .slice(0, MOST_OF_A_SOURCE);
  return best.map(([productId, orders]) => ({
    productId,
    probability: Math.min(
      MOST.popularity,
      (POPULAR_SHARE * orders) / Math.max(1, recent.orders + IMAGINED_ORDERS),
    ),
    source: "popularity" as const,
    reason: { kind: "popular" as const },
  }));
}

/** Their own, whether due or not; the rhythm decides later. */
function ownOnes({ bought }: CandidateFacts): ProposedProduct[] {
  return [...new Set(bought.map(({ productId }) => productId))].map((productId) => ({
    productId,
    probability: DUE,
    source: "own_rhythm" as const,
    reason: {
      kind: "bought_before" as const,
      times: bought.filter((line) => line.productId === productId).length,
    },
  }));
}

/**
 * What the model could have ranked and did not is no likelier than the last that it ranked. It cannot have
 * ranked what is new in the shop.
 */
function capFor({ ranked, coldStart }: CandidateFacts, now: Date): (productId: string) => number {
  if (ranked.length === 0) return () => 1;
  const last = Math.min(...ranked.map(({ probability }) => probability));
  const { byId } = catalogueLikeness(coldStart.catalogue);
  return (productId) => {
    const product = byId.get(productId);
    return product && addDays(product.createdAt, NEW_FOR_DAYS) > now ? 1 : last;
  };
}

/** Products without the help of a model, with low chances; a product may come from several sources. */
export function coldStartProducts(facts: CandidateFacts, now: Date): ProposedProduct[] {
  const blind = blindChance(facts.coldStart);
  const cap = capFor(facts, now);
  const found = [
    ...relatedOnes(facts, blind),
    ...similarOnes(facts, blind),
    ...popularOnes(facts.coldStart),
    ...(facts.replenishment ? ownOnes(facts) : []),
  ];
  return found.map((one) => ({
    ...one,
    probability: Math.min(one.probability, cap(one.productId)),
  }));
}
