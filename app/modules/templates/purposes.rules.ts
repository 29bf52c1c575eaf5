import type { ParameterFormat, TemplateCategory, TemplatePurpose } from "./template.types.ts";

export interface PurposeFacts {
  /** Only confirmations of an opt-in or an opt-out are UTILITY (contract 4.5); no setting changes that. */
  category: TemplateCategory;
  /** Which forms there are: with a picture above the text, without, or both. */
  forms: readonly boolean[];
  /** Only positional parameters were seen inside carousels (contract 4.1). */
  parameterFormat: ParameterFormat;
  /** Without links the two bases do not differ. */
  hasLinks: boolean;
  /** How many cards; null where it is no carousel. */
  cards: number | null;
}

const MARKETING = {
  category: "MARKETING",
  forms: [true, false],
  parameterFormat: "NAMED",
  hasLinks: true,
  cards: null,
} as const;
const UTILITY = { ...MARKETING, category: "UTILITY", forms: [false], hasLinks: false } as const;
const carousel = (cards: number): PurposeFacts => ({
  ...MARKETING,
  forms: [true],
  parameterFormat: "POSITIONAL",
  cards,
});

export const PURPOSES: Readonly<Record<TemplatePurpose, PurposeFacts>> = {
  cart_reminder_1: MARKETING,
  cart_reminder_2: MARKETING,
  recommendation: MARKETING,
  recommendation_carousel_2: carousel(2),
  recommendation_carousel_3: carousel(3),
  recommendation_carousel_4: carousel(4),
  recommendation_carousel_5: carousel(5),
  offer: MARKETING,
  limited_time_offer: MARKETING,
  // It asks for consent to advertising, so it is advertising itself.
  consent_renewal: { ...MARKETING, forms: [false], hasLinks: false },
  double_opt_in: UTILITY,
  opt_out_confirmation: UTILITY,
};

/** What the positional variables of a carousel stand for. */
export const CAROUSEL_POSITIONS = {
  body: ["first_name", "shop_name"],
  card: ["product_title", "price"],
} as const;

const PLAIN = "_plain";

function factsOf(purpose: string): PurposeFacts | null {
  return Object.entries(PURPOSES).find(([known]) => known === purpose)?.[1] ?? null;
}

/** The purpose as stored: where both forms exist, the one without a picture is a template of its own. */
export function storedPurpose(purpose: string, hasPicture: boolean): string {
  const forms = factsOf(purpose)?.forms ?? [true, false];
  return hasPicture || forms.length === 1 ? purpose : `${purpose}${PLAIN}`;
}

/** What a stored purpose says of its template; null for one that we no longer know. */
export function purposeOf(
  stored: string,
): { purpose: TemplatePurpose; hasPicture: boolean; facts: PurposeFacts } | null {
  const isPlain = stored.endsWith(PLAIN);
  const name = isPlain ? stored.slice(0, -PLAIN.length) : stored;
  for (const [purpose, facts] of Object.entries(PURPOSES)) {
    if (purpose !== name) continue;
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of PURPOSES are the purposes
    const known = purpose as TemplatePurpose;
    return { purpose: known, hasPicture: !isPlain && facts.forms[0] === true, facts };
  }
  return null;
}
