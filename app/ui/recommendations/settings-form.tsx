import { useFetcher } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  Checkbox,
  FormLayout,
  InlineStack,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import type { ReactNode } from "react";
import {
  linkTargets,
  RECOMMENDATION_BOUNDS,
} from "#app/modules/recommendations/recommendation-settings.types.ts";
import type { RecommendationReport } from "#app/modules/reports/recommendation-report.types.ts";
import { typedMoney } from "#app/shared/money.ts";
import { price } from "../costs/amount.ts";
import type { FormErrors } from "../form-text.ts";
import { BESIDE_CARDS } from "../save-form.tsx";
import { useErrorOf } from "../use-error-of.ts";
import { useWords } from "../words.tsx";
import { type NamedProduct, ProductPicker } from "./product-picker.tsx";

/** What stands in the fields; their names are those that `readRecommendationForm` reads. */
export interface SettingValues {
  waitDaysAfterDelivery: string;
  waitDaysAfterOrder: string;
  holdoutPercent: string;
  marginPercent: string;
  threshold: string;
  maxProducts: string;
  cart: string;
  replenishment: boolean;
  excluded: NamedProduct[];
}

export function startValues(report: RecommendationReport, locale: string): SettingValues {
  const { settings, currency, excluded } = report;
  const decimal = new Intl.NumberFormat(locale, { useGrouping: false });
  const { thresholdMinor: minor } = settings;
  return {
    waitDaysAfterDelivery: String(settings.waitDaysAfterDelivery),
    waitDaysAfterOrder: String(settings.waitDaysAfterOrder),
    holdoutPercent: decimal.format(settings.holdoutPercent),
    marginPercent: decimal.format(settings.marginPercent),
    threshold: minor === null ? "" : typedMoney({ minor, currency }, locale),
    maxProducts: String(settings.maxProducts),
    cart: settings.cart,
    replenishment: settings.replenishment,
    excluded,
  };
}

interface PartProps {
  values: SettingValues;
  change(values: Partial<SettingValues>): void;
  errors: FormErrors;
}

type NumberField =
  "waitDaysAfterDelivery" | "waitDaysAfterOrder" | "holdoutPercent" | "marginPercent" | "threshold";

function NumberInput(props: PartProps & { name: NumberField; suffix: string; help: string }) {
  const { values, change, errors, name, suffix, help } = props;
  const { t } = useWords();
  return (
    <TextField
      label={t(`recommendations.settings.${name}`)}
      helpText={help}
      name={name}
      suffix={suffix}
      inputMode="decimal"
      autoComplete="off"
      value={values[name]}
      onChange={(value) => change({ [name]: value })}
      {...useErrorOf(errors)(name)}
    />
  );
}

function Section({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useWords();
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t(`recommendations.settings.${name}Title`)}
        </Text>
        {children}
      </BlockStack>
    </Card>
  );
}

function Timing(part: PartProps) {
  const { t } = useWords();
  const help = (name: string) => t(`recommendations.settings.${name}Help`);
  return (
    <Section name="timing">
      <FormLayout>
        <FormLayout.Group>
          <NumberInput
            {...part}
            name="waitDaysAfterDelivery"
            suffix={t("recommendations.settings.days")}
            help={help("waitDaysAfterDelivery")}
          />
          <NumberInput
            {...part}
            name="waitDaysAfterOrder"
            suffix={t("recommendations.settings.days")}
            help={help("waitDaysAfterOrder")}
          />
        </FormLayout.Group>
        <NumberInput {...part} name="holdoutPercent" suffix="%" help={help("holdoutPercent")} />
      </FormLayout>
    </Section>
  );
}

function Worth({ report, ...part }: PartProps & { report: RecommendationReport }) {
  const { t, locale } = useWords();
  const { messagePrice, currency } = report;
  const costs = messagePrice
    ? t(
        messagePrice.estimate
          ? "recommendations.settings.messagePriceEstimate"
          : "recommendations.settings.messagePrice",
        { price: price(messagePrice, locale) },
      )
    : t("recommendations.settings.messagePriceUnknown");
  const isOther = messagePrice !== null && messagePrice.currency !== currency;
  return (
    <Section name="worth">
      <Text as="p">
        <span suppressHydrationWarning>{costs}</span>{" "}
        {isOther ? t("recommendations.settings.otherCurrency", { currency }) : null}
      </Text>
      <FormLayout>
        <FormLayout.Group>
          <NumberInput
            {...part}
            name="marginPercent"
            suffix="%"
            help={t("recommendations.settings.marginPercentHelp")}
          />
          <NumberInput
            {...part}
            name="threshold"
            suffix={currency}
            help={t("recommendations.settings.thresholdHelp")}
          />
        </FormLayout.Group>
      </FormLayout>
    </Section>
  );
}

const { least, most } = RECOMMENDATION_BOUNDS.maxProducts;
const COUNTS = Array.from({ length: most - least + 1 }, (_, index) => String(least + index));

function Products({ values, change, errors }: PartProps) {
  const { t } = useWords();
  const errorOf = useErrorOf(errors);
  return (
    <Section name="products">
      <FormLayout>
        <FormLayout.Group>
          <Select
            label={t("recommendations.settings.maxProducts")}
            helpText={t("recommendations.settings.maxProductsHelp")}
            name="maxProducts"
            options={COUNTS.map((value) => ({ value, label: value }))}
            value={values.maxProducts}
            onChange={(maxProducts) => change({ maxProducts })}
            {...errorOf("maxProducts")}
          />
          <Select
            label={t("recommendations.settings.cart")}
            helpText={t("recommendations.settings.cartHelp")}
            name="cart"
            options={linkTargets.map((value) => ({
              value,
              label: t(`recommendations.settings.targets.${value}`),
            }))}
            value={values.cart}
            onChange={(cart) => change({ cart })}
            {...errorOf("cart")}
          />
        </FormLayout.Group>
        <Checkbox
          label={t("recommendations.settings.replenishment")}
          helpText={t("recommendations.settings.replenishmentHelp")}
          name="replenishment"
          value="on"
          checked={values.replenishment}
          onChange={(replenishment) => change({ replenishment })}
        />
      </FormLayout>
      <ProductPicker
        chosen={values.excluded}
        change={(excluded) => change({ excluded })}
        {...errorOf("excluded")}
      />
    </Section>
  );
}

type Saved = { intent: string; ok: boolean; errors?: FormErrors };

/** Everything about recommendations that a merchant may choose. */
export function SettingsForm(props: {
  report: RecommendationReport;
  values: SettingValues;
  change(values: Partial<SettingValues>): void;
}) {
  const { report, values, change } = props;
  const { t } = useWords();
  const fetcher = useFetcher<Saved>();
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const part = { values, change, errors: answer?.errors ?? {} };
  return (
    <fetcher.Form method="post" noValidate>
      <input type="hidden" name="intent" value="settings" />
      <BlockStack gap="400">
        <Timing {...part} />
        <Worth {...part} report={report} />
        <Products {...part} />
        <output>
          {answer?.ok ? (
            <Banner tone="success" title={t("recommendations.settings.saved")} />
          ) : null}
          {answer && !answer.ok ? (
            <Banner tone="critical" title={t("recommendations.settings.notSaved")} />
          ) : null}
        </output>
        <Box paddingInline={BESIDE_CARDS}>
          <InlineStack align="end">
            <Button submit variant="primary" loading={fetcher.state !== "idle"}>
              {t("recommendations.settings.save")}
            </Button>
          </InlineStack>
        </Box>
      </BlockStack>
    </fetcher.Form>
  );
}
