import { BlockStack, Card, Text } from "@shopify/polaris";
import type { PrivacyReport } from "#app/modules/compliance/privacy-report.types.ts";
import { Table } from "#app/ui/table.tsx";
import { useWords } from "#app/ui/words.tsx";

type Survivor = PrivacyReport["survivors"][number];

/** What is left of somebody after an erasure: why, until when, and which fields that is. */
export function SurvivorsCard({ survivors }: { survivors: readonly Survivor[] }) {
  const { t } = useWords();
  const fieldOf = ({ table, column }: Survivor) => {
    const named = t(`privacy.tables.${table}`, {}, table.replaceAll("_", " "));
    return `${named}: ${t(`privacy.fields.${column}`, {}, column.replaceAll("_", " "))}`;
  };
  // A reason is said once, however many fields it keeps.
  const rows = Object.entries(Object.groupBy(survivors, ({ why }) => why)).map(([why, kept]) => ({
    key: why,
    cells: [
      t(`privacy.survivors.${why}.reason`),
      t(`privacy.survivors.${why}.until`),
      <BlockStack key="fields" as="ul" gap="050">
        {(kept ?? []).map((one) => (
          <li key={`${one.table}.${one.column}`} style={{ listStyle: "none" }}>
            {fieldOf(one)}
          </li>
        ))}
      </BlockStack>,
    ],
  }));
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("privacy.survivors.title")}
        </Text>
        <Text as="p" tone="subdued">
          {t("privacy.survivors.help")}
        </Text>
        <Table
          label={t("privacy.survivors.title")}
          columns={["reason", "until", "field"].map((key) => ({
            key,
            title: t(`privacy.survivors.${key}`),
          }))}
          rows={rows}
        />
      </BlockStack>
    </Card>
  );
}
