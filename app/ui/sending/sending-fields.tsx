import { BlockStack, Card, Checkbox, FormLayout, Select, Text, TextField } from "@shopify/polaris";
import { type ReactNode, useState } from "react";
import type { SendSettings } from "#app/modules/messaging/send-settings.types.ts";
import { useWords } from "#app/ui/words.tsx";
import type { FormErrors } from "../form-text.ts";
import { useErrorOf } from "../use-error-of.ts";

export interface Region {
  code: string;
  name: string;
}

function startValues({ quietHours, quietDays, caps }: SendSettings) {
  return {
    quietFrom: quietHours.from,
    quietTo: quietHours.to,
    sundays: quietDays.sundays,
    holidays: quietDays.holidays,
    region: quietDays.region ?? "",
    minHoursBetween: String(caps.minHoursBetween ?? ""),
    maxPer30Days: String(caps.maxPer30Days ?? ""),
  };
}

type Values = ReturnType<typeof startValues>;
type TextName = "quietFrom" | "quietTo" | "minHoursBetween" | "maxPer30Days";

interface PartProps {
  values: Values;
  change(values: Partial<Values>): void;
  errors: FormErrors;
}

function Field(props: PartProps & { name: TextName; type?: "time"; help?: boolean }) {
  const { values, change, errors, name, type, help } = props;
  const { t } = useWords();
  return (
    <TextField
      label={t(`sending.${name}`)}
      name={name}
      autoComplete="off"
      value={values[name]}
      onChange={(value) => change({ [name]: value })}
      {...(type ? { type } : { inputMode: "numeric" })}
      {...(help ? { helpText: t("sending.emptyIsNone") } : {})}
      {...useErrorOf(errors)(name)}
    />
  );
}

function Section({ name, children }: { name: string; children: ReactNode }) {
  const { t } = useWords();
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {t(`sending.${name}Title`)}
          </Text>
          <Text as="p" tone="subdued">
            {t(`sending.${name}Help`)}
          </Text>
        </BlockStack>
        <FormLayout>{children}</FormLayout>
      </BlockStack>
    </Card>
  );
}

function QuietDays({ values, change, errors, regions }: PartProps & { regions: Region[] }) {
  const { t } = useWords();
  const errorOf = useErrorOf(errors);
  const options = [
    { value: "", label: t("sending.regionOfPerson") },
    ...regions.map(({ code, name }) => ({ value: code, label: name })),
  ];
  return (
    <Section name="days">
      <Checkbox
        label={t("sending.sundays")}
        name="sundays"
        value="on"
        checked={values.sundays}
        onChange={(sundays) => change({ sundays })}
      />
      <Checkbox
        label={t("sending.holidays")}
        name="holidays"
        value="on"
        checked={values.holidays}
        onChange={(holidays) => change({ holidays })}
      />
      {values.holidays ? (
        <Select
          label={t("sending.region")}
          helpText={t("sending.regionHelp")}
          name="region"
          options={options}
          value={values.region}
          onChange={(region) => change({ region })}
          {...errorOf("region")}
        />
      ) : (
        <input type="hidden" name="region" value={values.region} />
      )}
    </Section>
  );
}

/** When messages may leave; the fields' names are those that `readSendingForm` reads. */
export function SendingFields(props: {
  settings: SendSettings;
  regions: Region[];
  errors: FormErrors;
}) {
  const [values, setValues] = useState(() => startValues(props.settings));
  const change = (changed: Partial<Values>) => setValues((before) => ({ ...before, ...changed }));
  const part = { values, change, errors: props.errors };
  return (
    <>
      <Section name="quiet">
        <FormLayout.Group>
          <Field {...part} name="quietFrom" type="time" />
          <Field {...part} name="quietTo" type="time" />
        </FormLayout.Group>
      </Section>
      <QuietDays {...part} regions={props.regions} />
      <Section name="caps">
        <FormLayout.Group>
          <Field {...part} name="minHoursBetween" help />
          <Field {...part} name="maxPer30Days" help />
        </FormLayout.Group>
      </Section>
    </>
  );
}
