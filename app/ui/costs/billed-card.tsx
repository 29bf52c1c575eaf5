import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { BilledLine, BilledMonth, CostReport } from "#app/modules/costs/cost-report.types.ts";
import { useWords } from "../words.tsx";
import { amount } from "./amount.ts";
import { Table } from "../table.tsx";

/** Sums of the lines in one currency. */
function totals(lines: BilledLine[]): BilledLine[] {
  const byCurrency = Map.groupBy(lines, (line) => line.currency);
  return [...byCurrency].map(([currency, own]) => {
    const sum = (of: (line: BilledLine) => number) => own.reduce((all, one) => all + of(one), 0);
    return {
      market: "",
      category: "",
      currency,
      ourMessages: sum((line) => line.ourMessages),
      ourMicros: sum((line) => line.ourMicros),
      metaMessages: sum((line) => line.metaMessages),
      metaFree: sum((line) => line.metaFree),
      metaMicros: sum((line) => line.metaMicros),
    };
  });
}

function Month({ billed, timeZone }: { billed: BilledMonth; timeZone: string }) {
  const { t, locale, time } = useWords();
  const name = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
  const title = name.format(new Date(`${billed.month}-01T00:00:00Z`));
  const row = (line: BilledLine, label: string) => {
    const { currency, ourMicros, metaMicros, ourMessages, metaMessages } = line;
    const cell = (micros: number, count: number) =>
      `${amount({ micros, currency }, locale)} (${t("costs.billed.messages", { count })})`;
    return {
      key: `${line.market} ${line.category} ${currency}`,
      cells: [
        label,
        cell(ourMicros, ourMessages),
        cell(metaMicros, metaMessages),
        amount({ micros: metaMicros - ourMicros, currency }, locale),
      ],
    };
  };
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        <span suppressHydrationWarning>{title}</span>
      </Text>
      <Table
        label={t("costs.billed.region", { month: title })}
        columns={[
          { key: "what", title: t("costs.spend.market") },
          { key: "ours", title: t("costs.billed.ours"), figure: true },
          { key: "meta", title: t("costs.billed.meta"), figure: true },
          { key: "difference", title: t("costs.billed.difference"), figure: true },
        ]}
        rows={[
          ...billed.lines.map((line) => {
            const category = t(`costs.categories.${line.category}`, {}, line.category);
            return row(line, `${t(`costs.markets.${line.market}`)}, ${category}`);
          }),
          ...totals(billed.lines).map((line) => row(line, t("costs.billed.total"))),
        ]}
      />
      <Text as="p" tone="subdued" variant="bodySm">
        <span suppressHydrationWarning>
          {t("costs.billed.at", { at: time(billed.readAt, timeZone) })}
        </span>
      </Text>
    </BlockStack>
  );
}

/** Months as we counted them beside what Meta says it charged. */
export function BilledCard({ report }: { report: CostReport }) {
  const { t } = useWords();
  const fetcher = useFetcher<{ intent: string; ok: boolean }>();
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("costs.billed.title")}
        </Text>
        <Text as="p" tone="subdued">
          {t(report.billed.length > 0 ? "costs.billed.explained" : "costs.billed.none")}
        </Text>
        {report.billed.map((billed) => (
          <Month key={billed.month} billed={billed} timeZone={report.timeZone} />
        ))}
        <InlineStack align="end" gap="200" blockAlign="center">
          <output>{fetcher.data?.ok ? t("costs.billed.asked") : null}</output>
          <fetcher.Form method="post">
            <input type="hidden" name="intent" value="compare" />
            <Button submit loading={fetcher.state !== "idle"}>
              {t("costs.billed.compare")}
            </Button>
          </fetcher.Form>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
