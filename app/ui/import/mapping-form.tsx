import { useFetcher } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Button,
  ChoiceList,
  FormLayout,
  InlineStack,
  List,
  Select,
} from "@shopify/polaris";
import { useState } from "react";
import { messageTopics } from "#app/modules/consent/consent.types.ts";
import type { ImportShown } from "#app/modules/optin/import/import.types.ts";
import { importFields, requiredFields } from "#app/modules/optin/import/import.types.ts";
import type { CountryName } from "#app/shared/country-names.ts";
import { useWords } from "../words.tsx";

interface Asked {
  ok: boolean;
  problems?: { field: string; problem: string }[] | "not_now";
}

function Problems({ asked }: { asked: Asked }) {
  const { t } = useWords();
  const { problems } = asked;
  if (!Array.isArray(problems)) return null;
  return (
    <Banner tone="critical" title={t("import.mapping.refused")}>
      <List>
        {problems.map(({ field, problem }) => (
          <List.Item key={field}>
            {t(`import.mapping.problems.${problem}`, { field: t(`import.fields.${field}`) })}
          </List.Item>
        ))}
      </List>
    </Banner>
  );
}

/** Which column is what; then a dry run. */
export function MappingForm({ run, countries }: { run: ImportShown; countries: CountryName[] }) {
  const { t } = useWords();
  const fetcher = useFetcher<Asked>();
  const [columns, setColumns] = useState<Record<string, string>>(() =>
    Object.fromEntries(
      Object.entries(run.mapping.columns).map(([field, at]) => [field, String(at)]),
    ),
  );
  const [country, setCountry] = useState(run.mapping.country ?? "");
  const [dateOrder, setDateOrder] = useState<string>(run.mapping.dateOrder ?? "");
  const [topics, setTopics] = useState<string[]>(run.mapping.topics);
  const none = { value: "", label: t("import.mapping.none") };
  const options = [none, ...run.header.map((label, at) => ({ value: String(at), label }))];
  const check = () => {
    const mapping = JSON.stringify({ columns, country, dateOrder, topics });
    fetcher.submit({ intent: "check", id: run.id, mapping }, { method: "post" });
  };
  const isNeeded = (field: string) => requiredFields.some((one) => one === field);
  return (
    <BlockStack gap="300">
      <FormLayout>
        <FormLayout.Group condensed>
          {importFields.map((field) => (
            <Select
              key={field}
              label={t(`import.fields.${field}`)}
              requiredIndicator={isNeeded(field)}
              options={options}
              value={columns[field] ?? ""}
              onChange={(value) => setColumns({ ...columns, [field]: value })}
            />
          ))}
        </FormLayout.Group>
        <Select
          label={t("import.mapping.country")}
          options={[
            { value: "", label: t("import.mapping.noCountry") },
            ...countries.map(({ code, name }) => ({ value: code, label: name })),
          ]}
          value={country}
          onChange={setCountry}
        />
        <Select
          label={t("import.mapping.dates")}
          options={["", "dmy", "mdy"].map((value) => ({
            value,
            label: t(`import.mapping.dateOrders.${value || "none"}`),
          }))}
          value={dateOrder}
          onChange={setDateOrder}
        />
        <ChoiceList
          allowMultiple
          title={t("import.mapping.topics")}
          choices={messageTopics.map((value) => ({ value, label: t(`import.topics.${value}`) }))}
          selected={topics}
          onChange={setTopics}
        />
      </FormLayout>
      <output>{fetcher.data ? <Problems asked={fetcher.data} /> : null}</output>
      <InlineStack align="end">
        <Button onClick={check} loading={fetcher.state !== "idle"}>
          {t("import.mapping.check")}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
