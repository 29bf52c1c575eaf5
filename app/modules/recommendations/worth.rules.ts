/** Products that a message shows when nothing says otherwise. */
export const SHOWN_IN_A_MESSAGE = 3;

/** How many order again within 60 days, where a shop is too young to know: fewer than most shops see. */
const ORDER_CHANCE_UNKNOWN = 0.2;

/**
 * Products that fit the same person are bought together, so that three of them reach fewer people than three by
 * chance would: on the Online Retail orders the second and third add four fifths of it.
 */
const TOGETHER = 0.8;

export interface WorthFacts {
  /** of the products a message would show, best first: chance of being in the next order, if there is one */
  probabilities: readonly number[];
  /** their prices in the person's market in any one unit; null where unknown */
  prices: readonly (number | null)[];
  /** what they cost before a discount, in the same unit; null or left out where there is none */
  regularPrices?: readonly (number | null)[];
  /** what the merchant earns of a regular price, 0 to 1 */
  marginShare: number;
  /** of one message, in the same unit as the prices */
  messagePrice: number;
  /** that there is a next order in time; null: nobody knows; left out: the question takes it for granted */
  orderChance?: number | null;
  /** products that the message has room for */
  shown?: number;
}

interface Expected {
  expectedMargin: number;
  /** that at least one of the shown products is ordered */
  hitChance: number;
}

export type Worth =
  | ({ send: true } & Expected)
  | ({ send: false; reason: "no_match" | "not_worth_the_price" | "price_unknown" } & Expected);

/** That at least one of several is in the next order: more than the best alone, less than if they were unrelated. */
export function chanceOfAny(probabilities: readonly number[]): number {
  const [best = 0, ...others] = probabilities.toSorted((a, b) => b - a);
  const none = others.reduce((product, chance) => product * (1 - chance) ** TOGETHER, 1 - best);
  return 1 - none;
}

/** What a sale leaves: a discount comes out of the margin, but a sale below cost is the merchant's own plan. */
function marginOf(price: number | null, regular: number | null, share: number): number | null {
  if (price === null) return null;
  const discount = Math.max(0, (regular ?? price) - price);
  return Math.max(0, (price + discount) * share - discount);
}

/**
 * Is the match good enough to pay for? The margin that the shown products can be expected to bring must reach the
 * price of the message. A product of unknown price brings nothing; where no price is known, nobody can say. What
 * people would have ordered anyway is in it, too: what a message changes shows only the holdout.
 */
export function isWorthSending(facts: WorthFacts): Worth {
  const shown = facts.probabilities.slice(0, facts.shown ?? SHOWN_IN_A_MESSAGE);
  const ordersAgain = facts.orderChance === null ? ORDER_CHANCE_UNKNOWN : (facts.orderChance ?? 1);
  const margins = shown.map((_, n) =>
    marginOf(facts.prices[n] ?? null, facts.regularPrices?.[n] ?? null, facts.marginShare),
  );
  const perOrder = shown.reduce((sum, chance, n) => sum + chance * (margins[n] ?? 0), 0);
  const expectedMargin = perOrder * ordersAgain;
  const expected = { expectedMargin, hitChance: chanceOfAny(shown) * ordersAgain };
  if (shown.length === 0) return { send: false, reason: "no_match", ...expected };
  if (expectedMargin >= facts.messagePrice) return { send: true, ...expected };
  const isUnknown = margins.every((margin) => margin === null);
  return { send: false, reason: isUnknown ? "price_unknown" : "not_worth_the_price", ...expected };
}
