import type { AnalyticsPoint } from "./analytics.types.ts";
import { categoryBehind } from "./charge.rules.ts";
import type { BilledLine, OurCount } from "./cost-report.types.ts";
import { marketOf } from "./market.rules.ts";

const MICROS = 1_000_000;

type Line = BilledLine & { ourFree: number };

function emptyLine(place: Pick<Line, "market" | "category" | "currency">): Line {
  const counts = { ourMessages: 0, ourFree: 0, ourMicros: 0, metaMessages: 0, metaFree: 0 };
  return { ...place, ...counts, metaMicros: 0 };
}

/** Free messages are called after what made them free, so they are set beside what they would have cost as. */
function categoryOf(word: string): string {
  return categoryBehind(word) ?? word.toLowerCase();
}

/**
 * A month as we counted it beside Meta's sums, by market and category. Meta calls its amounts
 * approximate, and counts days in the account's own zone: small differences at the edges are no error.
 */
export function reconcile(
  ours: readonly OurCount[],
  points: readonly AnalyticsPoint[],
  currency: string,
): Line[] {
  const lines = new Map<string, Line>();
  const at = (place: Pick<Line, "market" | "category" | "currency">) => {
    const key = `${place.market} ${place.category} ${place.currency}`;
    const line = lines.get(key) ?? emptyLine(place);
    lines.set(key, line);
    return line;
  };
  for (const one of ours) {
    const category = categoryOf(one.category);
    const line = at({ market: one.market, category, currency: one.currency || currency });
    line.ourMessages += one.messages;
    line.ourFree += one.free;
    line.ourMicros += one.micros;
  }
  for (const point of points) {
    const category = categoryOf(point.pricing_category ?? "unknown");
    const line = at({ market: marketOf(point.country ?? null), category, currency });
    const isFree = point.pricing_type?.toLowerCase().startsWith("free") ?? false;
    if (isFree) line.metaFree += point.volume;
    else line.metaMessages += point.volume;
    line.metaMicros += Math.round(point.cost * MICROS);
  }
  return [...lines.values()];
}
