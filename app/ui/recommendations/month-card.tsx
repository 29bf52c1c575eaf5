import { BlockStack, Card, Divider, InlineGrid, Text } from "@shopify/polaris";
import { caseOutcomes } from "#app/modules/reports/case-outcome.rules.ts";
import type { OrderSum } from "#app/modules/reports/home-report.types.ts";
import type { RecommendationReport } from "#app/modules/reports/recommendation-report.types.ts";
import { Bars } from "../bars.tsx";
import { Figure } from "../figure.tsx";
import { Table } from "../table.tsx";
import { costSum, orderSum } from "../sums.ts";
import { useWords } from "../words.tsx";
import { LiftText } from "./lift-text.tsx";

/** Why cases did not become a message, each reason with its number. */
function Reasons({ outcomes }: Pick<RecommendationReport, "outcomes">) {
  const { t, number } = useWords();
  const unsent = outcomes.filter(({ outcome }) => outcome === "not_sent");
  if (unsent.length === 0) return null;
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t("recommendations.month.why")}
      </Text>
      <Table
        label={t("recommendations.month.why")}
        columns={[
          { key: "reason", title: t("recommendations.month.reason") },
          { key: "cases", title: t("recommendations.month.cases"), figure: true },
        ]}
        rows={unsent.map(({ reason, cases }) => ({
          key: reason ?? "",
          cells: [
            t(
              `recommendations.reasons.${reason}`,
              {},
              t(`reasons.${reason}`, {}, t("reasons.other")),
            ),
            number(cases),
          ],
        }))}
      />
    </BlockStack>
  );
}

function Sums({ report }: { report: RecommendationReport }) {
  const words = useWords();
  const { t, number } = words;
  const { messages, recommended, assisted, costs, currency } = report;
  const orders = (sum: OrderSum) => t("funnel.orders", { count: sum.orders });
  return (
    <InlineGrid columns={{ xs: 2, md: 3 }} gap="400">
      <Figure
        label={t("recommendations.month.messages")}
        value={number(messages.sent)}
        note={t("recommendations.month.arrived", {
          delivered: number(messages.delivered),
          read: number(messages.read),
        })}
      />
      <Figure label={t("recommendations.month.tapped")} value={number(messages.tapped)} />
      <Figure label={t("recommendations.month.cost")} value={costSum(costs, words, currency)} />
      <Figure
        label={t("recommendations.month.recommended")}
        value={orderSum(recommended, words, currency)}
        note={orders(recommended)}
      />
      <Figure
        label={t("recommendations.month.assisted")}
        value={orderSum(assisted, words, currency)}
        note={orders(assisted)}
      />
    </InlineGrid>
  );
}

/** What came of the cases of the last days: outcomes, reasons, messages, money, and what it changed. */
export function MonthCard({ report }: { report: RecommendationReport }) {
  const { t, number } = useWords();
  const { outcomes, periodDays } = report;
  const title = t("recommendations.month.title", { days: periodDays });
  const rows = caseOutcomes
    .map((key) => ({
      key,
      label: t(`recommendations.outcomes.${key}`),
      value: outcomes.reduce((sum, one) => sum + (one.outcome === key ? one.cases : 0), 0),
    }))
    .filter(({ key, value }) => value > 0 || key === "sent" || key === "not_sent")
    .map((row) => ({ ...row, shown: number(row.value) }));
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {title}
        </Text>
        {outcomes.length === 0 ? <Text as="p">{t("recommendations.month.none")}</Text> : null}
        <Bars label={title} rows={rows} />
        <Reasons outcomes={outcomes} />
        <Divider />
        <Sums report={report} />
        <Text as="p" tone="subdued" variant="bodySm">
          {t("recommendations.month.explained")}
        </Text>
        <Divider />
        <LiftText counts={report.lift} />
      </BlockStack>
    </Card>
  );
}
