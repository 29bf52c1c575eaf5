import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import { SHOPIFY_ITSELF } from "#app/modules/contacts/access.types.ts";
import type { PrivacyReport } from "#app/modules/compliance/privacy-report.types.ts";
import { Table } from "#app/ui/table.tsx";
import { useWords } from "#app/ui/words.tsx";

type Access = PrivacyReport["accesses"][number];

/** Who at the shop saw or handed out whose data, the latest first. */
export function AccessCard({ accesses, timeZone }: { accesses: Access[]; timeZone: string }) {
  const { t, time } = useWords();
  const rows = accesses.map((access, index) => ({
    key: `${access.at} ${index}`,
    cells: [
      time(access.at, timeZone),
      access.staffId === SHOPIFY_ITSELF
        ? "Shopify"
        : t("privacy.access.staff", { id: access.staffId }),
      t(`privacy.access.actions.${access.action}`),
      t(`privacy.access.purposes.${access.purpose}`),
      access.contactId === null ? (
        t("privacy.access.people", { count: access.people })
      ) : (
        <Link key="person" url={`/app/contacts/${access.contactId}`}>
          {t("privacy.access.person")}
        </Link>
      ),
    ],
  }));
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("privacy.access.title")}
        </Text>
        <Text as="p" tone="subdued">
          {t("privacy.access.help")}
        </Text>
        {rows.length === 0 ? (
          <Text as="p">{t("privacy.access.none")}</Text>
        ) : (
          <Table
            label={t("privacy.access.title")}
            columns={["when", "who", "did", "where", "whom"].map((key) => ({
              key,
              title: t(`privacy.access.heads.${key}`),
            }))}
            rows={rows}
          />
        )}
      </BlockStack>
    </Card>
  );
}
