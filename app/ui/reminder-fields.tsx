import { BlockStack, Card, Checkbox, FormLayout, Select, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { ReminderSettings } from "#app/modules/checkouts/reminder.types.ts";
import type { FormErrors } from "./form-text.ts";
import { useErrorOf } from "./use-error-of.ts";
import { useWords } from "./words.tsx";

/** Suggestions, in minutes, for as many steps as there may be. */
const DEFAULT_DELAYS = [120, 1440, 2880];

function startValues(settings: ReminderSettings, locale: string) {
  const decimal = new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 2 });
  const delays = DEFAULT_DELAYS.map(
    (minutes, index) => (settings.steps[index]?.delayMinutes ?? minutes) / 60,
  );
  return {
    enabled: settings.enabled,
    stepCount: String(settings.steps.length),
    delays: delays.map((hours) => decimal.format(hours)),
    holdout: settings.holdout.enabled,
    holdoutPercent: decimal.format(settings.holdout.percent),
  };
}

type Values = ReturnType<typeof startValues>;

interface PartProps {
  values: Values;
  change(values: Partial<Values>): void;
  errors: FormErrors;
}

function Steps({ values, change, errors }: PartProps) {
  const { t } = useWords();
  const errorOf = useErrorOf(errors);
  const counts = DEFAULT_DELAYS.map((_, index) => String(index + 1));
  return (
    <FormLayout>
      <Select
        label={t("reminders.stepCount")}
        name="stepCount"
        options={counts.map((value) => ({ value, label: value }))}
        value={values.stepCount}
        onChange={(stepCount) => change({ stepCount })}
      />
      {values.delays.slice(0, Number(values.stepCount)).map((delay, index) => (
        <TextField
          key={counts[index] ?? index}
          label={t("reminders.delay", { step: index + 1 })}
          helpText={t(index === 0 ? "reminders.delayFirst" : "reminders.delayNext")}
          name={`delay${index + 1}`}
          suffix={t("reminders.hours")}
          inputMode="decimal"
          autoComplete="off"
          value={delay}
          onChange={(value) => change({ delays: values.delays.with(index, value) })}
          {...errorOf(`delay${index + 1}`)}
        />
      ))}
    </FormLayout>
  );
}

function Holdout({ values, change, errors }: PartProps) {
  const { t } = useWords();
  const errorOf = useErrorOf(errors);
  return (
    <FormLayout>
      <Checkbox
        label={t("reminders.holdout")}
        helpText={t("reminders.holdoutHelp")}
        name="holdout"
        value="on"
        checked={values.holdout}
        onChange={(holdout) => change({ holdout })}
      />
      {values.holdout ? (
        <TextField
          label={t("reminders.holdoutPercent")}
          name="holdoutPercent"
          suffix="%"
          inputMode="decimal"
          autoComplete="off"
          value={values.holdoutPercent}
          onChange={(holdoutPercent) => change({ holdoutPercent })}
          {...errorOf("holdoutPercent")}
        />
      ) : null}
    </FormLayout>
  );
}

/** The fields of the series; their names are those that `readReminderForm` reads. */
export function ReminderFields(props: { settings: ReminderSettings; errors: FormErrors }) {
  const { t, locale } = useWords();
  const [values, setValues] = useState(() => startValues(props.settings, locale));
  const change = (changed: Partial<Values>) => setValues((before) => ({ ...before, ...changed }));
  const part = { values, change, errors: props.errors };
  return (
    <>
      <Card>
        <BlockStack gap="400">
          <Checkbox
            label={t("reminders.enabled")}
            helpText={t("reminders.enabledHelp")}
            name="enabled"
            value="on"
            checked={values.enabled}
            onChange={(enabled) => change({ enabled })}
          />
          <Steps {...part} />
        </BlockStack>
      </Card>
      <Card>
        <Holdout {...part} />
      </Card>
    </>
  );
}
