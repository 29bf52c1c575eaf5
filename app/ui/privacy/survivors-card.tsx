import { BlockStack, Card, Text } from "@shopify/polaris";
import type { PrivacyReport } from "#app/modules/compliance/privacy-report.types.ts";
import { useWords } from "#app/ui/words.tsx";
import { PlainTable } from "./plain-table.tsx";

/** What is left of somebody after an erasure: field, reason, until when. */
export function SurvivorsCard({ survivors }: { survivors: PrivacyReport["survivors"] }) {
  const { t } = useWords();
  const rows = survivors.map(({ table, column, why }) => ({
    key: `${table}.${column}`,
    cells: [
      `${t(`privacy.tables.${table}`, {}, table.replaceAll("_", " "))}: ${t(`privacy.fields.${column}`, {}, column.replaceAll("_", " "))}`,
      t(`privacy.survivors.${why}.reason`),
      t(`privacy.survivors.${why}.until`),
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
        <PlainTable
          label={t("privacy.survivors.title")}
          heads={[
            t("privacy.survivors.field"),
            t("privacy.survivors.reason"),
            t("privacy.survivors.until"),
          ]}
          rows={rows}
        />
      </BlockStack>
    </Card>
  );
}
