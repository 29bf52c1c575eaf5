import { BlockStack, Button, ButtonGroup, Text } from "@shopify/polaris";
import { useFetcher } from "@remix-run/react";
import { useId, useState } from "react";
import { useWords } from "../words.tsx";

/** Asks once more before it gives the number up; in place, since a dialog of the admin is out of our frame. */
export function DisconnectButton() {
  const { t } = useWords();
  const fetcher = useFetcher();
  const [isAsking, setAsking] = useState(false);
  const title = useId();
  if (!isAsking) {
    return (
      <Button variant="plain" tone="critical" onClick={() => setAsking(true)}>
        {t("whatsapp.disconnect.button")}
      </Button>
    );
  }
  return (
    <fetcher.Form method="post" aria-labelledby={title}>
      <input type="hidden" name="intent" value="disconnect" />
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm" id={title}>
          {t("whatsapp.disconnect.title")}
        </Text>
        <Text as="p">{t("whatsapp.disconnect.text")}</Text>
        <ButtonGroup>
          <Button submit variant="primary" tone="critical" loading={fetcher.state !== "idle"}>
            {t("whatsapp.disconnect.confirm")}
          </Button>
          <Button onClick={() => setAsking(false)}>{t("whatsapp.disconnect.cancel")}</Button>
        </ButtonGroup>
      </BlockStack>
    </fetcher.Form>
  );
}
