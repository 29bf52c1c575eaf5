import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import type { HomeReport } from "#app/modules/reports/home-report.types.ts";
import { useWords } from "../words.tsx";

/** How recommendations did lately, in a line, and the way to their page. */
export function HomeLine({ report }: { report: HomeReport }) {
  const { t, number, money } = useWords();
  const { isOn, sent, recommended } = report.recommendations;
  const { periodDays: days, currency } = report;
  const amounts = recommended.amounts.length > 0 ? recommended.amounts : [{ minor: 0, currency }];
  const values = {
    days,
    count: sent,
    shown: number(sent),
    orders: t("funnel.orders", { count: recommended.orders }),
    amount: amounts.map(money).join(" + "),
  };
  const key = sent > 0 ? "sent" : isOn ? "none" : "off";
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          {t("recommendations.home.title")}
        </Text>
        <Text as="p">
          <span suppressHydrationWarning>{t(`recommendations.home.${key}`, values)}</span>
        </Text>
        <Link url="/app/recommendations">{t("recommendations.home.link")}</Link>
      </BlockStack>
    </Card>
  );
}
