import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, InlineStack, List, Modal, Text } from "@shopify/polaris";
import { useState } from "react";
import { useWords } from "#app/ui/words.tsx";
import { useDownload } from "./download.ts";

const FILES = ["html", "json", "csv"] as const;
const CONSEQUENCES = ["data", "messages", "ledger", "blocked", "back"] as const;

function EraseDialog(props: { contactId: string; isOpen: boolean; close(): void }) {
  const { contactId, isOpen, close } = props;
  const { t } = useWords();
  const fetcher = useFetcher();
  const erase = () => {
    fetcher.submit(
      { confirmed: "yes" },
      { method: "post", action: `/app/contacts/${contactId}/erase` },
    );
    close();
  };
  return (
    <Modal
      open={isOpen}
      onClose={close}
      title={t("privacy.erase.question")}
      primaryAction={{ content: t("privacy.erase.yes"), destructive: true, onAction: erase }}
      secondaryActions={[{ content: t("privacy.erase.no"), onAction: close }]}
    >
      <Modal.Section>
        <BlockStack gap="200">
          <Text as="p">{t("privacy.erase.what")}</Text>
          <List>
            {CONSEQUENCES.map((one) => (
              <List.Item key={one}>{t(`privacy.erase.consequences.${one}`)}</List.Item>
            ))}
          </List>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

/** What the person may ask the merchant for: a copy of their data, and that they be forgotten. */
export function DataCard({ contactId, isErased }: { contactId: string; isErased: boolean }) {
  const { t, locale } = useWords();
  const { state, download } = useDownload();
  const [isAsking, setAsking] = useState(false);
  if (isErased) return <Banner tone="info" title={t("privacy.erase.done")} />;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("privacy.erase.title")}
        </Text>
        <Text as="p" tone="subdued">
          {t("privacy.erase.help")}
        </Text>
        <InlineStack gap="300">
          {FILES.map((as) => (
            <Button
              key={as}
              loading={state === "loading"}
              onClick={() =>
                void download(
                  `/app/contacts/${contactId}/export?as=${as}&locale=${locale}`,
                  `beckon-export-${contactId}.${as}`,
                )
              }
            >
              {t(`privacy.files.${as}`)}
            </Button>
          ))}
          <Button tone="critical" onClick={() => setAsking(true)}>
            {t("privacy.erase.button")}
          </Button>
        </InlineStack>
        <output>
          {state === "failed" ? <Banner tone="critical" title={t("privacy.files.failed")} /> : null}
        </output>
      </BlockStack>
      <EraseDialog contactId={contactId} isOpen={isAsking} close={() => setAsking(false)} />
    </Card>
  );
}
