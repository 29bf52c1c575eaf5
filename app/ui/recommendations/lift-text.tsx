import { BlockStack, Text } from "@shopify/polaris";
import type { LiftCounts } from "#app/modules/reports/recommendation-report.types.ts";
import { useWords } from "../words.tsx";
import { usePercent } from "./use-percent.ts";

/** Percentage points with their sign: "+2.1", "−0.4". */
function usePoints(): (share: number) => string {
  const { locale } = useWords();
  const format = new Intl.NumberFormat(locale, {
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  });
  return (share) => format.format(share * 100);
}

/** What recommending changed, against people left alone by chance, and how sure that is. */
export function LiftText({ counts }: { counts: LiftCounts }) {
  const { t, number } = useWords();
  const percent = usePercent();
  const points = usePoints();
  const { lift, treated, holdout, running, windowDays, days } = counts;
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t("recommendations.lift.title")}
      </Text>
      {lift ? (
        <>
          <Text as="p" variant="headingLg">
            <span suppressHydrationWarning>
              {t("recommendations.lift.points", { points: points(lift.difference) })}
            </span>
          </Text>
          <Text as="p">
            <span suppressHydrationWarning>
              {t("recommendations.lift.shares", {
                treated: percent(lift.treated),
                treatedCases: number(treated.cases),
                holdout: percent(lift.holdout),
                holdoutCases: number(holdout.cases),
                windowDays,
                days,
              })}
            </span>
          </Text>
          <Text as="p">
            <span suppressHydrationWarning>
              {t(`recommendations.lift.${lift.isClear ? "clear" : "unclear"}`, {
                low: points(lift.low),
                high: points(lift.high),
              })}
            </span>
          </Text>
        </>
      ) : (
        <Text as="p">{t("recommendations.lift.none", { windowDays })}</Text>
      )}
      {running > 0 ? (
        <Text as="p" tone="subdued">
          {t("recommendations.lift.running", { count: running, windowDays })}
        </Text>
      ) : null}
    </BlockStack>
  );
}
