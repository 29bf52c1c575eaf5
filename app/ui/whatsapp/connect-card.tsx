import { Banner, BlockStack, Button, Card, InlineStack, Text, TextField } from "@shopify/polaris";
import { useFetcher } from "@remix-run/react";
import { useState } from "react";
import type { ConnectionView } from "#app/modules/channel/connection-view.types.ts";
import { useWords } from "../words.tsx";

interface Answer {
  problem?: string;
  detail?: string | null;
  connected?: boolean;
  pinError?: boolean;
}

/** A signup that stopped on its way: why, and the button that goes on from there. */
function OpenAttempt({ attempt }: { attempt: NonNullable<ConnectionView["attempt"]> }) {
  const { t } = useWords();
  const fetcher = useFetcher<Answer>();
  const [pin, setPin] = useState("");
  const isWrong = fetcher.state === "idle" && fetcher.data?.pinError === true;
  return (
    <Banner tone="critical" title={t("whatsapp.connect.attempt")}>
      <fetcher.Form method="post">
        <input type="hidden" name="intent" value="continue" />
        <BlockStack gap="200">
          <Text as="p">{t(`connect.problems.${attempt.problem}`)}</Text>
          {attempt.detail ? (
            <Text as="p">{t("whatsapp.number.metaSays", { text: attempt.detail })}</Text>
          ) : null}
          {attempt.asksPin ? (
            <TextField
              label={t("whatsapp.connect.pin")}
              helpText={t("whatsapp.connect.pinHelp")}
              name="pin"
              inputMode="numeric"
              autoComplete="off"
              maxLength={6}
              value={pin}
              onChange={setPin}
              {...(isWrong ? { error: t("whatsapp.connect.pinError") } : {})}
            />
          ) : null}
          <InlineStack>
            <Button submit loading={fetcher.state !== "idle"}>
              {t("whatsapp.connect.goOn")}
            </Button>
          </InlineStack>
        </BlockStack>
      </fetcher.Form>
    </Banner>
  );
}

/** The first way to connect: Meta's signup in a window of its own. */
export function ConnectCard({ view }: { view: ConnectionView }) {
  const { t, locale } = useWords();
  const isAgain = view.number !== null;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t(isAgain ? "whatsapp.connect.again" : "whatsapp.connect.title")}
        </Text>
        {view.attempt ? <OpenAttempt attempt={view.attempt} /> : null}
        <Text as="p">
          {t(view.signupUrl === null ? "whatsapp.connect.notSetUp" : "whatsapp.connect.text")}
        </Text>
        {view.signupUrl === null ? null : (
          <InlineStack>
            <Button
              variant={view.number?.status === "connected" ? "secondary" : "primary"}
              url={`${view.signupUrl}&locale=${locale}`}
              target="_blank"
            >
              {t(isAgain ? "whatsapp.connect.buttonAgain" : "whatsapp.connect.button")}
            </Button>
          </InlineStack>
        )}
      </BlockStack>
    </Card>
  );
}
