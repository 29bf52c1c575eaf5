import {
  BlockStack,
  Button,
  ChoiceList,
  InlineStack,
  Tag,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import type { CountryName } from "#app/shared/country-names.ts";
import { useWords } from "#app/ui/words.tsx";

const LIST = {
  border: "1px solid var(--p-color-border)",
  borderRadius: "var(--p-border-radius-200)",
  maxHeight: "14rem",
  overflowY: "auto",
  padding: "var(--p-space-300)",
} as const;

interface Props {
  countries: CountryName[];
  chosen: string[];
  change(chosen: string[]): void;
  error?: string;
}

const MOST_SHOWN = 12;

function Chosen({ countries, chosen, change }: Props) {
  const { t } = useWords();
  const named = countries.filter(({ code }) => chosen.includes(code));
  return (
    <BlockStack gap="200">
      <InlineStack gap="300" blockAlign="center">
        <Text as="p">{t("consent.countriesChosen", { count: chosen.length })}</Text>
        {chosen.length > 1 ? (
          <Button variant="plain" onClick={() => change([])}>
            {t("consent.countriesClear")}
          </Button>
        ) : null}
      </InlineStack>
      <InlineStack gap="200">
        {named.slice(0, MOST_SHOWN).map(({ code, name }) => (
          <Tag key={code} onRemove={() => change(chosen.filter((one) => one !== code))}>
            {name}
          </Tag>
        ))}
        {named.length > MOST_SHOWN ? <Text as="span">…</Text> : null}
      </InlineStack>
    </BlockStack>
  );
}

/** Countries by name, found by typing a part of it. What was chosen stays chosen while it is not listed. */
export function CountryPicker(props: Props) {
  const { countries, chosen, change, error } = props;
  const [search, setSearch] = useState("");
  const { t, locale } = useWords();
  const wanted = search.trim().toLocaleLowerCase(locale);
  const listed = countries.filter(({ name }) => name.toLocaleLowerCase(locale).includes(wanted));
  const shown = new Set(listed.map(({ code }) => code));
  return (
    <BlockStack gap="300">
      <TextField
        label={t("consent.countrySearch")}
        value={search}
        onChange={setSearch}
        autoComplete="off"
        type="search"
      />
      <div style={LIST}>
        <ChoiceList
          allowMultiple
          title={t("consent.countries")}
          choices={listed.map(({ code, name }) => ({ label: name, value: code }))}
          selected={chosen.filter((code) => shown.has(code))}
          onChange={(now) => change([...chosen.filter((code) => !shown.has(code)), ...now])}
          {...(error === undefined ? {} : { error })}
        />
      </div>
      <Chosen {...props} />
    </BlockStack>
  );
}
