import { z } from "zod";
import { caseProduct, type CaseProduct } from "#app/modules/recommendations/cases/case.types.ts";
import { reasonText } from "#app/modules/recommendations/choice/reason-text.rules.ts";
import { dropReasons } from "#app/modules/recommendations/choice/choice.types.ts";
import { dropSummaryText } from "#app/modules/recommendations/choice/drop-summary.rules.ts";
import type { ShownCase, ShownProduct } from "./recommendation-report.types.ts";

const products = z.array(caseProduct);

/** What a case chose, as stored; nothing where another version wrote it. */
export function storedProducts(stored: unknown): CaseProduct[] {
  return products.safeParse(stored).data ?? [];
}

/** Products that the reasons name; what was chosen carries its own title. */
export function namedInReasons(chosen: readonly CaseProduct[]): string[] {
  return chosen.flatMap(({ reason }) => ("productId" in reason ? [reason.productId] : []));
}

/** The products of a case as people read them, with the reason in every language of the admin. */
export function shownProducts(
  chosen: readonly CaseProduct[],
  titles: ReadonlyMap<string, string>,
): ShownProduct[] {
  const titleOf = (productId: string) => titles.get(productId);
  return chosen.map(({ productId, title, priceMinor, currency, probability, reason }) => {
    const why = (language: string) =>
      reasonText(reason, { language, audience: "merchant", titleOf });
    return {
      productId,
      title: title || (titleOf(productId) ?? productId),
      price: { minor: priceMinor, currency },
      chance: probability,
      why: { de: why("de"), en: why("en") },
    };
  });
}

const leftOut = z.array(z.object({ why: z.enum(dropReasons), count: z.number() })).catch([]);
/** More reasons than these are nobody's question. */
const REASONS_SHOWN = 4;

/** Why other products were left out of a case, as people read it; nothing where another version wrote it. */
export function leftOutText(stored: unknown): ShownCase["leftOut"] {
  const counts = leftOut.parse(stored).slice(0, REASONS_SHOWN);
  if (counts.length === 0) return null;
  return { de: dropSummaryText(counts, "de"), en: dropSummaryText(counts, "en") };
}
