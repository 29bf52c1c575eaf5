import { Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useWords } from "#app/ui/words.tsx";
import { useDownload } from "./download.ts";

/** The whole ledger as a file, for a lawyer, an auditor or a backup. */
export function ExportCard() {
  const { t } = useWords();
  const { state, megabytes, download } = useDownload();
  const isLoading = state === "loading";
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("contacts.export.title")}
        </Text>
        <Text as="p">{t("contacts.export.text")}</Text>
        <output>
          {state === "failed" ? (
            <Banner tone="critical" title={t("contacts.export.failed")} />
          ) : null}
          {isLoading ? t("contacts.export.loading", { megabytes }) : null}
        </output>
        <InlineStack gap="300">
          {(["csv", "json"] as const).map((format) => (
            <Button
              key={format}
              disabled={isLoading}
              onClick={() =>
                void download(`/app/contacts/events?format=${format}`, `beckon-consent.${format}`)
              }
            >
              {t(`contacts.export.${format}`)}
            </Button>
          ))}
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
