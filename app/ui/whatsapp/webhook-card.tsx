import { BlockStack, Button, Card, Text, TextField } from "@shopify/polaris";
import { useState } from "react";
import type { NumberView } from "#app/modules/channel/connection-view.types.ts";
import { useWords } from "../words.tsx";

function Copyable({ label, value }: { label: string; value: string }) {
  const { t } = useWords();
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(value).then(
      () => setCopied(true),
      () => setCopied(false), // a browser may refuse it in a frame: the text can be selected
    );
  };
  return (
    <TextField
      label={label}
      value={value}
      readOnly
      autoComplete="off"
      selectTextOnFocus
      connectedRight={
        <Button onClick={copy} accessibilityLabel={`${t("whatsapp.webhook.copy")}: ${label}`}>
          {t(isCopied ? "whatsapp.webhook.copied" : "whatsapp.webhook.copy")}
        </Button>
      }
    />
  );
}

/** What a merchant enters in their own Meta app, so that its webhooks reach us. */
export function WebhookCard(props: {
  webhook: NonNullable<NumberView["webhook"]>;
  timeZone: string;
}) {
  const { webhook, timeZone } = props;
  const { t, time } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("whatsapp.webhook.title")}
        </Text>
        <Text as="p">{t("whatsapp.webhook.text")}</Text>
        <Copyable label={t("whatsapp.webhook.callback")} value={webhook.callbackUrl} />
        <Copyable label={t("whatsapp.webhook.verifyToken")} value={webhook.verifyToken} />
        {webhook.seenAt ? (
          <Text as="p" tone="subdued">
            <span suppressHydrationWarning>
              {t("whatsapp.webhook.seen", { at: time(webhook.seenAt, timeZone) })}
            </span>
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}
