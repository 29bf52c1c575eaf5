import { BlockStack, Card, InlineGrid, Text } from "@shopify/polaris";
import { type CurveReading, ofHundred } from "#app/modules/recommendations/curve.rules.ts";
import type { RecommendationReport } from "#app/modules/reports/recommendation-report.types.ts";
import { Table } from "../table.tsx";
import { useWords } from "../words.tsx";
import { CurveFigure } from "./curve-figure.tsx";
import { curveStanding, type Standing, type Wish } from "./curve-standing.ts";
import { usePercent } from "./use-percent.ts";

/** "31", and "0.4" where a whole number would say too little. */
function useCount(): (value: number) => string {
  const { locale } = useWords();
  return (value) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: value < 9.95 ? 1 : 0 }).format(value);
}

function useSentences(report: RecommendationReport, standing: Standing | null): string[] {
  const { t, money } = useWords();
  const percent = usePercent();
  const count = useCount();
  const { currency } = report;
  const inMoney = (minor: number) => money({ minor, currency });
  if (!standing) return [t("recommendations.curve.unknown")];
  const { chance, reading, threshold, messagePrice, worth } = standing;
  if (chance === null || !reading) {
    return [t("recommendations.curve.nobody", { threshold: inMoney(threshold) })];
  }
  const sentences = [
    t("recommendations.curve.means", {
      written: count(reading.coverage * 100),
      buyers: count(reading.coverage * 100 * reading.precision),
    }),
    t("recommendations.curve.least", {
      chance: percent(chance * worth.orderChance),
      price: inMoney(worth.price),
      margin: percent(worth.marginPercent / 100),
      threshold: inMoney(threshold),
    }),
  ];
  if (messagePrice === null) return sentences;
  const sums = ofHundred(reading, { ...worth, messagePrice });
  const brings = t("recommendations.curve.brings", {
    again: percent(worth.orderChance),
    buyers: count(sums.buyers),
    cost: inMoney(Math.round(sums.cost)),
    margin: inMoney(Math.round(sums.margin)),
  });
  return [...sentences, brings];
}

function CurveTable({ curve }: { curve: readonly (CurveReading & { threshold: number })[] }) {
  const { t } = useWords();
  const percent = usePercent();
  const columns = ["threshold", "coverage", "precision"] as const;
  return (
    <div style={{ maxHeight: "20rem", overflowY: "auto" }}>
      <Table
        label={t("recommendations.curve.table")}
        columns={columns.map((key) => ({
          key,
          title: t(`recommendations.curve.columns.${key}`),
          figure: key !== "threshold",
        }))}
        rows={curve
          .toSorted((a, b) => a.threshold - b.threshold)
          .map((point) => ({
            key: String(point.threshold),
            cells: columns.map((key) => percent(point[key])),
          }))}
      />
    </div>
  );
}

/** How the shop's own past would have gone at every threshold, and where the merchant's lies. It follows what is typed. */
export function CurveCard({ report, wish }: { report: RecommendationReport; wish: Wish }) {
  const { t, number } = useWords();
  const standing = curveStanding(report, wish);
  const sentences = useSentences(report, standing);
  const curve = report.model?.report?.curve ?? [];
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("recommendations.curve.title")}
        </Text>
        {curve.length === 0 ? (
          <Text as="p">{t("recommendations.curve.none")}</Text>
        ) : (
          <BlockStack gap="400">
            <Text as="p" tone="subdued">
              {t("recommendations.curve.explained", {
                persons: number(report.model?.report?.heldOutPersons ?? 0),
              })}
            </Text>
            <output>
              <BlockStack gap="200">
                {sentences.map((sentence, index) => (
                  <Text key={sentence} as="p" {...(index === 0 ? { variant: "headingSm" } : {})}>
                    <span suppressHydrationWarning>{sentence}</span>
                  </Text>
                ))}
              </BlockStack>
            </output>
            <InlineGrid columns={{ xs: 1, lg: "3fr 2fr" }} gap="400">
              <BlockStack gap="100">
                <Text as="p" variant="bodySm" tone="subdued">
                  {t("recommendations.curve.precision")}
                </Text>
                <CurveFigure
                  points={curve}
                  mark={standing?.reading ?? null}
                  label={`${t("recommendations.curve.title")}. ${sentences[0] ?? ""}`}
                />
                <Text as="p" variant="bodySm" tone="subdued">
                  {t("recommendations.curve.coverage")}
                </Text>
              </BlockStack>
              <CurveTable curve={curve} />
            </InlineGrid>
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}
