/** Products that a message shows when there is no template with more. */
export const SHOWN_IN_A_MESSAGE = 3;

export interface WorthFacts {
  /** of the products a message would show, best first: chance of being in the next order */
  probabilities: readonly number[];
  /** their prices in any one unit; null where unknown */
  prices: readonly (number | null)[];
  /** what the merchant earns of a price, 0 to 1 */
  marginShare: number;
  /** of one message, in the same unit as the prices */
  messagePrice: number;
}

export type Worth =
  | { send: true; expectedMargin: number }
  | { send: false; reason: "no_match" | "not_worth_the_price"; expectedMargin: number };

/**
 * Is the match good enough to pay for? The margin that the shown products can be expected to bring
 * must reach the price of the message. A product of unknown price brings nothing.
 */
export function isWorthSending(facts: WorthFacts): Worth {
  const shown = facts.probabilities.slice(0, SHOWN_IN_A_MESSAGE);
  const expectedMargin = shown.reduce(
    (sum, chance, n) => sum + chance * (facts.prices[n] ?? 0) * facts.marginShare,
    0,
  );
  if (shown.length === 0) return { send: false, reason: "no_match", expectedMargin: 0 };
  return expectedMargin >= facts.messagePrice
    ? { send: true, expectedMargin }
    : { send: false, reason: "not_worth_the_price", expectedMargin };
}
