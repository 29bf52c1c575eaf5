import { wordingLocale } from "#app/modules/consent/wording.rules.ts";
import type { ChoiceReason, Likeness } from "./choice.types.ts";
import { MERCHANT_REASONS } from "./merchant-reasons.rules.ts";
import type { MerchantReasonTexts } from "./reason-texts.types.ts";
import { SHOPPER_REASONS } from "./shopper-reasons.rules.ts";

export interface ReasonWish {
  /** as Shopify or the admin spell it: "de", "pt-BR", "en_US"; one that we do not have is told in English */
  readonly language: string;
  readonly audience: "shopper" | "merchant";
  /** what a product is called; null where nobody knows any more */
  readonly titleOf: (productId: string) => string | null | undefined;
}

const BY: Readonly<Record<Likeness, keyof MerchantReasonTexts>> = {
  type: "by_type",
  collection: "by_collection",
  tags: "by_tags",
  title: "similar",
};

function keyOf(reason: ChoiceReason, isNamed: boolean): keyof MerchantReasonTexts {
  switch (reason.kind) {
    case "popular":
      return "popular";
    case "bought_before":
      return reason.everyDays === undefined ? "bought_before" : "in_rhythm";
    case "bought_with":
      return isNamed ? "bought_with" : "bought_with_unnamed";
    case "similar":
      return isNamed ? BY[reason.by] : "similar_unnamed";
    case "shopify_related":
      return isNamed ? "related" : "related_unnamed";
  }
}

/** All gaps at once, so that a product called "{{days}}" stays called that. */
function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (gap, name: string) => String(values[name] ?? gap));
}

/** Why a product is shown, in words. What two products are alike in is for the merchant: a shopper sees it. */
export function reasonText(
  reason: ChoiceReason,
  { language, audience, titleOf }: ReasonWish,
): string {
  const locale = wordingLocale(language) ?? "en";
  const title = "productId" in reason ? (titleOf(reason.productId)?.trim() ?? "") : "";
  const key = keyOf(reason, title !== "");
  const shopper = SHOPPER_REASONS[locale];
  const merchant = MERCHANT_REASONS[locale];
  const values =
    reason.kind === "bought_before"
      ? { times: reason.times, days: reason.everyDays ?? "" }
      : { title };
  if (audience === "merchant") return fill(merchant[key], values);
  const isAlike = key === "by_type" || key === "by_collection" || key === "by_tags";
  return fill(shopper[isAlike ? "similar" : key], values);
}
