import {
  chooseTemplate,
  type TemplateChoice,
} from "#app/modules/templates/template-state.rules.ts";
import type { TemplateRow } from "#app/modules/templates/template.types.ts";

/** A carousel is approved for a number of cards, which it then always has (contract 1.4). */
export const MOST_CARDS = 5;

interface Shown {
  /** a card without a picture does not exist */
  readonly hasPicture: boolean;
}

/** A product this much less likely than the best of a message fills it up, and no more. */
const LEAST_OF_BEST = 0.1;

/** The products that are worth being shown beside the likeliest one; likeliest first, as they come. */
export function withoutFillers<T extends { readonly probability: number }>(
  products: readonly T[],
): T[] {
  const least = (products[0]?.probability ?? 0) * LEAST_OF_BEST;
  return products.filter(({ probability }) => probability >= least);
}

export interface MessageForm<T> {
  readonly choice: TemplateChoice;
  /** what the message shows, likeliest first: one product for a single template */
  readonly products: readonly T[];
}

interface Wanted<T> {
  /** likeliest first */
  readonly products: readonly T[];
  /** best first */
  readonly languages: readonly string[];
  readonly base: "app" | "proxy";
}

const sends = ({ state }: TemplateChoice) => state === "approved" || state === "paused";

/** The carousel with as many cards as products have pictures, else with fewer. */
function carousel<T extends Shown>(
  rows: readonly TemplateRow[],
  { products, base }: Wanted<T>,
  language: string,
): MessageForm<T> | null {
  const shown = products.filter(({ hasPicture }) => hasPicture).slice(0, MOST_CARDS);
  for (let cards = shown.length; cards >= 2; cards -= 1) {
    const purpose = `recommendation_carousel_${cards}`;
    const choice = chooseTemplate(rows, { purpose, hasPicture: true, languages: [language], base });
    if (sends(choice)) return { choice, products: shown.slice(0, cards) };
  }
  return null;
}

/**
 * How the products become a message: language by language a carousel with as many cards as there are
 * products, with fewer, or the likeliest product alone, with its picture where it has one. The person's
 * language goes before the number of products.
 */
export function messageForm<T extends Shown>(
  rows: readonly TemplateRow[],
  wanted: Wanted<T>,
): MessageForm<T> {
  const [first] = wanted.products;
  const missing: TemplateChoice = { state: "missing", template: null };
  if (!first) return { choice: missing, products: [] };
  const { base, languages } = wanted;
  const { hasPicture } = first;
  const single = { purpose: "recommendation", hasPicture, base };
  for (const language of languages) {
    const cards = carousel(rows, wanted, language);
    if (cards) return cards;
    const choice = chooseTemplate(rows, { ...single, languages: [language] });
    if (sends(choice)) return { choice, products: [first] };
  }
  return { choice: chooseTemplate(rows, { ...single, languages }), products: [first] };
}
