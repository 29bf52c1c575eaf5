import { Badge, BlockStack, Card, List, Text } from "@shopify/polaris";
import type { WordingReport } from "#app/modules/consent/wording-versions.types.ts";
import { CardHead } from "#app/ui/card-head.tsx";
import { useWords } from "#app/ui/words.tsx";

const TONES = { built_in: "info", published: "success", waiting: "attention" } as const;

/** Which version shoppers see, and whether Shopify has it already. */
export function PublishedCard({ report }: { report: WordingReport }) {
  const { t, time } = useWords();
  const { publication, version, lastError, history, timeZone } = report;
  return (
    <Card>
      <BlockStack gap="300">
        <CardHead title={t("wording.version", { version })}>
          <Badge tone={TONES[publication]}>{t(`wording.publication.${publication}`)}</Badge>
        </CardHead>
        <Text as="p">{t(`wording.publicationText.${publication}`)}</Text>
        {publication === "waiting" && lastError !== null ? (
          <Text as="p" tone="critical">
            {t("wording.shopifySays", { error: lastError })}
          </Text>
        ) : null}
        {history.length === 0 ? null : (
          <BlockStack gap="100">
            <Text as="h3" variant="headingSm">
              {t("wording.history")}
            </Text>
            <List>
              {history.map((one) => (
                <List.Item key={one.version}>
                  <span suppressHydrationWarning>
                    {t("wording.historyLine", {
                      version: one.version,
                      time: time(one.createdAt, timeZone),
                      staff: one.createdBy,
                      locales: one.locales.join(", "),
                    })}
                  </span>
                </List.Item>
              ))}
            </List>
          </BlockStack>
        )}
      </BlockStack>
    </Card>
  );
}
