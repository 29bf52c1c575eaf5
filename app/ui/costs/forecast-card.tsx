import { Badge, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { Forecast } from "#app/modules/costs/forecast.rules.ts";
import { Bars } from "../bars.tsx";
import { useWords } from "../words.tsx";
import { amount, price } from "./amount.ts";

/** What a hundred reminders would cost, in the markets where the shop's people are. */
export function ForecastCard({ forecast }: { forecast: Forecast }) {
  const { t, locale } = useWords();
  const total = forecast.totals.map((one) => amount(one, locale)).join(" + ");
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("costs.forecast.title")}
        </Text>
        <InlineStack gap="200" blockAlign="center">
          <Text as="span" variant="headingLg">
            <span suppressHydrationWarning data-forecast="total">
              {total}
            </span>
          </Text>
          {forecast.estimate ? <Badge tone="attention">{t("costs.rates.estimate")}</Badge> : null}
        </InlineStack>
        <Bars
          label={t("costs.forecast.title")}
          rows={forecast.lines.map(({ market, count, price: each }) => ({
            key: market,
            label: t(`costs.markets.${market}`),
            value: count,
            shown: t("costs.forecast.line", {
              count,
              price: each ? price(each, locale) : t("costs.rates.unknown"),
            }),
          }))}
        />
        <Text as="p" tone="subdued" variant="bodySm">
          {t("costs.forecast.explained")}{" "}
          {forecast.unknown > 0 ? t("costs.forecast.unknown", { count: forecast.unknown }) : ""}
        </Text>
      </BlockStack>
    </Card>
  );
}
