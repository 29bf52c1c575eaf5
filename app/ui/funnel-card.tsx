import { BlockStack, Card, Divider, InlineGrid, Text } from "@shopify/polaris";
import type { HomeReport, OrderSum } from "#app/modules/reports/home-report.types.ts";
import { Bars } from "./bars.tsx";
import { Figure } from "./figure.tsx";
import { costSum, orderSum } from "./sums.ts";
import { useWords } from "./words.tsx";

/** From opt-in to order, the last 30 days; what was not earned by a tap stands apart. */
export function FunnelCard({ report }: { report: HomeReport }) {
  const words = useWords();
  const { t, number } = words;
  const { funnel, currency } = report;
  const stages = [
    ["optedIn", funnel.optedIn],
    ["abandoned", funnel.abandoned],
    ["reminded", funnel.reminded],
    ["tapped", funnel.tapped],
    ["recovered", funnel.recovered.orders],
  ] as const;
  const orders = (sum: OrderSum) => t("funnel.orders", { count: sum.orders });
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("funnel.title", { days: report.periodDays })}
        </Text>
        <Bars
          label={t("funnel.title", { days: report.periodDays })}
          rows={stages.map(([key, value]) => ({
            key,
            label: t(`funnel.${key}`),
            value,
            shown: number(value),
          }))}
        />
        <Divider />
        <InlineGrid columns={{ xs: 2, md: 4 }} gap="400">
          <Figure
            label={t("funnel.revenue")}
            value={orderSum(funnel.recovered, words, currency)}
            note={orders(funnel.recovered)}
          />
          <Figure label={t("funnel.cost")} value={costSum(report.costs, words, currency)} />
          <Figure
            label={t("funnel.assisted")}
            value={orderSum(report.assisted, words, currency)}
            note={orders(report.assisted)}
          />
          <Figure
            label={t("funnel.organic")}
            value={orderSum(report.organic, words, currency)}
            note={orders(report.organic)}
          />
        </InlineGrid>
        <Text as="p" tone="subdued" variant="bodySm">
          {t("funnel.explained")}{" "}
          {report.holdoutPercent > 0
            ? t("funnel.holdout", { percent: report.holdoutPercent, count: funnel.heldOut })
            : t("funnel.noHoldout")}
        </Text>
      </BlockStack>
    </Card>
  );
}
