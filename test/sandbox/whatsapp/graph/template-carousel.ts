import { objectsOrNull } from "../json.ts";
import type { JsonObject } from "../json.ts";
import type { State } from "../state.ts";
import type { TemplateCard, TemplateShape } from "../templates/template.types.ts";
import { refuse } from "./refusal.ts";
import { checkCardParts, componentsByType } from "./template-parts.ts";

const CARD_BODY_MAX = 160;
const PRODUCT_CARDS_MAX = 10;

export type CarouselCheck = {
  state: State;
  wabaId: string;
  shape: TemplateShape;
  component: JsonObject | undefined;
};

/**
 * Checks the cards of a carousel. A media carousel has as many cards as at approval, a product
 * carousel 2 to 10 (contract 1.4). Answers the first picture link to fetch.
 */
export function checkCarousel({ state, wabaId, shape, component }: CarouselCheck): string | null {
  const templateCards = shape.cards;
  if (!templateCards) {
    if (component) refuse(132018, "carousel: the template has no carousel");
    return null;
  }
  const cards = objectsOrNull(component?.["cards"]);
  if (!cards) refuse(131008, "carousel: cards are required");
  checkCount(templateCards, cards.length);
  const seen = new Set<number>();
  let firstLink: string | null = null;
  for (const card of cards) {
    const index = cardIndex(card, cards.length, seen);
    const templateCard = templateCards[index] ?? templateCards[0];
    if (!templateCard) continue;
    const link = checkCardParts({
      state,
      wabaId,
      format: "POSITIONAL",
      where: `carousel card ${index} `,
      card: templateCard,
      groups: componentsByType(card["components"]),
      bodyMax: CARD_BODY_MAX,
    });
    firstLink ??= link;
  }
  return firstLink;
}

function checkCount(templateCards: TemplateCard[], given: number): void {
  const isProduct = templateCards[0]?.header?.format === "PRODUCT";
  const fits = isProduct
    ? given >= 2 && given <= PRODUCT_CARDS_MAX
    : given === templateCards.length;
  if (fits) return;
  const wanted = isProduct ? `2 to ${PRODUCT_CARDS_MAX}` : String(templateCards.length);
  refuse(132018, `carousel: number of cards (${given}) does not match the template (${wanted})`);
}

function cardIndex(card: JsonObject, count: number, seen: Set<number>): number {
  const index = card["card_index"];
  if (typeof index !== "number" || !Number.isInteger(index)) {
    refuse(131008, "carousel: card_index is required");
  }
  if (index < 0 || index >= count || seen.has(index)) {
    refuse(132012, `carousel: card_index ${index} is out of range or given twice`);
  }
  seen.add(index);
  return index;
}
