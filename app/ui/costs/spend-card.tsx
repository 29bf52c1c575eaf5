import { Banner, BlockStack, Card, Text } from "@shopify/polaris";
import type { CostReport } from "#app/modules/costs/cost-report.types.ts";
import { useWords } from "../words.tsx";
import { amount } from "./amount.ts";
import { Table } from "../table.tsx";

/** What the month cost, by market and category. */
export function SpendCard({ report }: { report: CostReport }) {
  const { t, locale, number } = useWords();
  const shown = (micros: number, currency: string | null) =>
    currency === null ? t("costs.spend.unknown") : amount({ micros, currency }, locale);
  const figures = ["messages", "delivered", "free", "open", "cost", "today"] as const;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("costs.spend.title")}
        </Text>
        {report.otherCategories.map(({ category, billed, messages }) => (
          <Banner key={`${category} ${billed}`} tone="warning">
            <p>
              {t("costs.spend.other", {
                count: messages,
                billed: t(`costs.categories.${billed}`, {}, billed),
                category: t(`costs.categories.${category}`),
              })}
            </p>
          </Banner>
        ))}
        {report.lines.length === 0 ? (
          <Text as="p">{t("costs.spend.none")}</Text>
        ) : (
          <Table
            label={t("costs.spend.title")}
            columns={[
              { key: "market", title: t("costs.spend.market") },
              { key: "category", title: t("costs.spend.category") },
              ...figures.map((key) => ({ key, title: t(`costs.spend.${key}`), figure: true })),
            ]}
            rows={report.lines.map((line) => ({
              key: `${line.market} ${line.category} ${line.currency ?? ""}`,
              cells: [
                t(`costs.markets.${line.market}`),
                t(`costs.categories.${line.category}`),
                number(line.messages),
                number(line.delivered),
                number(line.free),
                number(line.open),
                shown(line.micros, line.currency),
                shown(line.todayMicros, line.currency),
              ],
            }))}
          />
        )}
      </BlockStack>
    </Card>
  );
}
