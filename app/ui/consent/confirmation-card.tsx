import { Banner, BlockStack, Card, ChoiceList, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { ConsentSettings } from "#app/modules/shops/consent-settings.types.ts";
import type { CountryName } from "#app/shared/country-names.ts";
import { useWords } from "#app/ui/words.tsx";
import type { FormErrors } from "../form-text.ts";
import { useErrorOf } from "../use-error-of.ts";
import { CountryPicker } from "./country-picker.tsx";

/** Where courts ask the sender to prove each single consent, and take a confirmation as that proof. */
const NEEDS_PROOF: readonly string[] = ["DE", "AT", "CH", "LI"];

interface Props {
  confirmation: ConsentSettings["confirmation"];
  countries: CountryName[];
  errors: FormErrors;
}

function ModeField(props: { mode: string; change(mode: string): void }) {
  const { t } = useWords();
  const choice = (value: string) => ({
    label: t(`consent.modes.${value}.label`),
    value,
    helpText: t(`consent.modes.${value}.help`),
  });
  return (
    <ChoiceList
      title={t("consent.mode")}
      name="mode"
      choices={[choice("double"), choice("single")]}
      selected={[props.mode]}
      onChange={([mode]) => props.change(mode ?? "double")}
    />
  );
}

function HoursField({ start, errors }: { start: number; errors: FormErrors }) {
  const [hours, setHours] = useState(String(start));
  const { t } = useWords();
  return (
    <TextField
      label={t("consent.hours")}
      helpText={t("consent.hoursHelp")}
      name="expiresAfterHours"
      inputMode="numeric"
      autoComplete="off"
      suffix={t("consent.hoursUnit")}
      value={hours}
      onChange={setHours}
      {...useErrorOf(errors)("expiresAfterHours")}
    />
  );
}

/** How an opt-in counts, and what each way means before a judge. */
export function ConfirmationCard({ confirmation, countries, errors }: Props) {
  const [mode, setMode] = useState<string>(confirmation.mode);
  const [chosen, setChosen] = useState(confirmation.singleCountries);
  const { t } = useWords();
  const countryError = useErrorOf(errors)("country");
  const risky = mode === "single" && chosen.some((code) => NEEDS_PROOF.includes(code));
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("consent.confirmationTitle")}
        </Text>
        <ModeField mode={mode} change={setMode} />
        {mode === "single" ? (
          <CountryPicker
            countries={countries}
            chosen={chosen}
            change={setChosen}
            {...countryError}
          />
        ) : null}
        {chosen.map((code) => (
          <input key={code} type="hidden" name="country" value={code} />
        ))}
        {risky ? (
          <Banner tone="warning" title={t("consent.risky.title")}>
            <p>{t("consent.risky.text")}</p>
          </Banner>
        ) : null}
        <HoursField start={confirmation.expiresAfterHours} errors={errors} />
      </BlockStack>
    </Card>
  );
}
