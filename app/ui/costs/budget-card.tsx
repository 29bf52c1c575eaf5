import { useFetcher } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineGrid,
  InlineStack,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import { billingCurrencies } from "#app/modules/costs/budget.types.ts";
import type { CostReport } from "#app/modules/costs/cost-report.types.ts";
import { useWords } from "../words.tsx";
import { zoneName } from "../zone-name.ts";
import { amount, typed } from "./amount.ts";

const TRACK = {
  background: "var(--p-color-bg-surface-secondary)",
  borderRadius: "var(--p-border-radius-100)",
  height: "1.25rem",
  overflow: "hidden",
};
const FILLS = {
  ok: "var(--p-color-bg-fill-success)",
  near: "var(--p-color-bg-fill-caution)",
  full: "var(--p-color-bg-fill-critical)",
};

function Meter(props: { about: "day" | "month"; report: CostReport }) {
  const { t, locale } = useWords();
  const { limits, used, alerts } = props.report;
  const micros = used[props.about];
  const limit = props.about === "day" ? limits.dayLimit : limits.monthLimit;
  const { currency } = limits;
  const shownUse = amount({ micros, currency }, locale);
  const level = alerts.find((alert) => alert.about === props.about)?.level ?? "ok";
  const share = limit === null ? 0 : limit === 0 ? 100 : Math.min(100, (micros / limit) * 100);
  const said =
    limit === null
      ? t("costs.budget.noLimit", { used: shownUse })
      : t("costs.budget.ofLimit", {
          used: shownUse,
          limit: amount({ micros: limit, currency }, locale),
        });
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {t(`costs.budget.${props.about}`)}
      </Text>
      <Text as="span" variant="headingMd">
        <span suppressHydrationWarning data-budget={props.about}>
          {said}
        </span>
      </Text>
      {limit === null ? null : (
        // The figures stand above, so the bar is decoration.
        <div aria-hidden="true" data-share={Math.round(share)} style={TRACK}>
          <div
            style={{
              background: FILLS[level],
              height: "100%",
              minWidth: micros > 0 ? "0.25rem" : 0,
              width: `${share}%`,
            }}
          />
        </div>
      )}
    </BlockStack>
  );
}

type Saved = { intent: string; ok: boolean; errors?: Record<string, string> };

function LimitFields(props: { report: CostReport; errors: Record<string, string> }) {
  const { t, locale } = useWords();
  const { limits } = props.report;
  const [values, setValues] = useState({
    currency: limits.currency,
    dayLimit: typed(limits.dayLimit, locale),
    monthLimit: typed(limits.monthLimit, locale),
    unknownPrice: typed(limits.unknownPrice, locale),
  });
  const field = (name: "dayLimit" | "monthLimit" | "unknownPrice") => ({
    name,
    label: t(`costs.budget.${name}`),
    value: values[name],
    onChange: (value: string) => setValues({ ...values, [name]: value }),
    autoComplete: "off",
    inputMode: "decimal" as const,
    suffix: values.currency,
    error: props.errors[name] ? t(props.errors[name]) : false,
  });
  return (
    <FormLayout>
      <Select
        label={t("costs.budget.currency")}
        helpText={t("costs.budget.currencyHelp")}
        name="currency"
        options={billingCurrencies.map((value) => ({ value, label: value }))}
        value={values.currency}
        onChange={(currency) => setValues({ ...values, currency })}
      />
      <FormLayout.Group helpText={t("costs.budget.limitHelp")}>
        <TextField {...field("dayLimit")} />
        <TextField {...field("monthLimit")} />
      </FormLayout.Group>
      <TextField {...field("unknownPrice")} helpText={t("costs.budget.unknownHelp")} />
    </FormLayout>
  );
}

/** What is spent and spoken for against the limits, and the limits themselves. */
export function BudgetCard({ report }: { report: CostReport }) {
  const { t, locale } = useWords();
  const fetcher = useFetcher<Saved>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const { billedCurrency, limits, timeZone } = report;
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("costs.budget.title")}
        </Text>
        <InlineGrid columns={{ xs: 1, md: 2 }} gap="400">
          <Meter about="day" report={report} />
          <Meter about="month" report={report} />
        </InlineGrid>
        <Text as="p" tone="subdued" variant="bodySm">
          {t("costs.budget.explained", { zone: zoneName(timeZone, locale) })}
        </Text>
        {billedCurrency !== null && billedCurrency !== limits.currency ? (
          <Banner tone="warning">
            <p>
              {t("costs.budget.otherCurrency", {
                billed: billedCurrency,
                currency: limits.currency,
              })}
            </p>
          </Banner>
        ) : null}
        <fetcher.Form method="post" noValidate>
          <input type="hidden" name="intent" value="budget" />
          <BlockStack gap="400">
            <LimitFields report={report} errors={answer?.errors ?? {}} />
            <output>
              {answer?.ok ? <Banner tone="success" title={t("costs.budget.saved")} /> : null}
              {answer && !answer.ok ? (
                <Banner tone="critical" title={t("costs.budget.notSaved")} />
              ) : null}
            </output>
            <InlineStack align="end">
              <Button submit variant="primary" loading={fetcher.state !== "idle"}>
                {t("costs.budget.save")}
              </Button>
            </InlineStack>
          </BlockStack>
        </fetcher.Form>
      </BlockStack>
    </Card>
  );
}
