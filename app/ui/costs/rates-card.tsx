import { useFetcher } from "@remix-run/react";
import {
  Badge,
  Banner,
  BlockStack,
  Button,
  Card,
  Divider,
  FormLayout,
  InlineStack,
  List,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import { billingCurrencies } from "#app/modules/costs/budget.types.ts";
import type { CostReport, ShownPrice } from "#app/modules/costs/cost-report.types.ts";
import { markets, messageCategories } from "#app/modules/costs/rate.types.ts";
import type { RateProblems } from "#app/modules/costs/written-rate.rules.ts";
import { useWords } from "../words.tsx";
import { price } from "./amount.ts";
import { ImportForm } from "./import-form.tsx";
import { Table } from "../table.tsx";

function day(iso: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
  return format.format(new Date(`${iso}T00:00:00Z`));
}

function PriceCell({ shown, currency }: { shown: ShownPrice | null; currency: string }) {
  const { t, locale } = useWords();
  if (!shown) return t("costs.rates.unknown");
  return (
    <BlockStack gap="050" inlineAlign="end">
      <span>{price({ micros: shown.micros, currency }, locale)}</span>
      <Text as="span" tone="subdued" variant="bodySm">
        {t("costs.rates.since", { date: day(shown.validFrom, locale) })}
      </Text>
      {shown.estimate ? <Badge tone="attention">{t("costs.rates.estimate")}</Badge> : null}
      {shown.own ? <Badge tone="info">{t("costs.rates.own")}</Badge> : null}
    </BlockStack>
  );
}

const SHOWN = ["marketing", "utility", "service"] as const;

type Added = { intent: string; ok: boolean; problems?: RateProblems };

function AddRate({ report }: { report: CostReport }) {
  const { t } = useWords();
  const fetcher = useFetcher<Added>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const [values, setValues] = useState({
    market: "germany",
    category: "marketing",
    currency: report.limits.currency,
    price: "",
    validFrom: report.today,
  });
  const on = (name: keyof typeof values) => ({
    name,
    value: values[name],
    onChange: (value: string) => setValues({ ...values, [name]: value }),
  });
  const wrong = (name: keyof typeof values) => {
    const problem = answer?.problems?.[name]?.problem;
    return problem ? { error: t(`costs.problems.${problem}`) } : {};
  };
  const options = (keys: readonly string[], group: string) =>
    keys.map((value) => ({ value, label: t(`costs.${group}.${value}`) }));
  return (
    <fetcher.Form method="post" noValidate>
      <input type="hidden" name="intent" value="rate" />
      <BlockStack gap="300">
        <Text as="h3" variant="headingSm">
          {t("costs.rates.add")}
        </Text>
        <FormLayout>
          <FormLayout.Group>
            <Select
              label={t("costs.spend.market")}
              options={options(markets, "markets")}
              {...on("market")}
            />
            <Select
              label={t("costs.spend.category")}
              options={options(messageCategories, "categories")}
              {...on("category")}
            />
          </FormLayout.Group>
          <FormLayout.Group>
            <Select
              label={t("costs.rates.currency")}
              options={billingCurrencies.map((value) => ({ value, label: value }))}
              {...on("currency")}
            />
            <TextField
              label={t("costs.rates.price")}
              autoComplete="off"
              inputMode="decimal"
              {...on("price")}
              {...wrong("price")}
            />
            <TextField
              label={t("costs.rates.validFrom")}
              type="date"
              autoComplete="off"
              {...on("validFrom")}
              {...wrong("validFrom")}
            />
          </FormLayout.Group>
        </FormLayout>
        <output>
          {answer?.ok ? <Banner tone="success" title={t("costs.rates.saved")} /> : null}
        </output>
        <InlineStack align="end">
          <Button submit loading={fetcher.state !== "idle"}>
            {t("costs.rates.save")}
          </Button>
        </InlineStack>
      </BlockStack>
    </fetcher.Form>
  );
}

/** What messages cost by market, since when, and how sure that is; and the merchant's own prices. */
export function RatesCard({ report }: { report: CostReport }) {
  const { t, locale } = useWords();
  const { currency } = report.limits;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("costs.rates.title")}
        </Text>
        <Text as="p" tone="subdued">
          {t("costs.rates.explained")}
        </Text>
        <div style={{ maxHeight: "28rem", overflowY: "auto" }}>
          <Table
            label={t("costs.rates.region")}
            columns={[
              { key: "market", title: t("costs.spend.market") },
              ...SHOWN.map((key) => ({ key, title: t(`costs.categories.${key}`), figure: true })),
            ]}
            rows={report.rates.map(({ market, prices }) => ({
              key: market,
              cells: [
                t(`costs.markets.${market}`),
                ...SHOWN.map((key) => (
                  <PriceCell key={key} shown={prices[key]} currency={currency} />
                )),
              ],
            }))}
          />
        </div>
        {report.upcoming.length > 0 ? (
          <BlockStack gap="200">
            <Text as="h3" variant="headingSm">
              {t("costs.rates.upcomingTitle")}
            </Text>
            <List>
              {report.upcoming.map((rate) => (
                <List.Item
                  key={`${rate.market} ${rate.category} ${rate.currency} ${rate.validFrom}`}
                >
                  {t("costs.rates.upcoming", {
                    date: day(rate.validFrom, locale),
                    market: t(`costs.markets.${rate.market}`),
                    category: t(`costs.categories.${rate.category}`),
                    price: price(rate, locale),
                  })}
                </List.Item>
              ))}
            </List>
          </BlockStack>
        ) : null}
        <Divider />
        <AddRate report={report} />
        <Divider />
        <ImportForm today={report.today} />
      </BlockStack>
    </Card>
  );
}
