import { Badge, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useFetcher } from "@remix-run/react";
import type { NumberView } from "#app/modules/channel/connection-view.types.ts";
import { CardHead } from "../card-head.tsx";
import { useWords } from "../words.tsx";
import { DisconnectButton } from "./disconnect-button.tsx";
import { StandingBanner } from "./standing-banner.tsx";

const TONES = {
  connected: "success",
  waiting: "attention",
  paused: "warning",
  stopped: "critical",
  broken: "critical",
  disconnected: "critical",
} as const;

function Facts({ number, timeZone }: { number: NumberView; timeZone: string }) {
  const { t, time } = useWords();
  const at = (iso: string) => time(iso, timeZone);
  const lines = [
    number.accountName ? t("whatsapp.number.account", { name: number.accountName }) : null,
    t(`whatsapp.number.origin_${number.origin}`),
    number.connectedAt ? t("whatsapp.number.since", { at: at(number.connectedAt) }) : null,
    number.healthAt
      ? t("whatsapp.number.checked", { at: at(number.healthAt) })
      : t("whatsapp.number.neverChecked"),
  ];
  return (
    <BlockStack gap="050">
      {lines
        .filter((line) => line !== null)
        .map((line) => (
          <Text key={line} as="p" variant="bodySm" tone="subdued">
            <span suppressHydrationWarning>{line}</span>
          </Text>
        ))}
    </BlockStack>
  );
}

/** Asks Meta now, for merchants who have just mended something there. */
function CheckButton() {
  const { t } = useWords();
  const fetcher = useFetcher<{ said?: string }>();
  const said = fetcher.state === "idle" ? fetcher.data?.said : undefined;
  return (
    <fetcher.Form method="post">
      <InlineStack gap="300" blockAlign="center">
        <input type="hidden" name="intent" value="check" />
        <Button submit loading={fetcher.state !== "idle"}>
          {t("whatsapp.number.check")}
        </Button>
        <output>{said ? t(said) : null}</output>
      </InlineStack>
    </fetcher.Form>
  );
}

/** The number that the shop sends from, how it stands, why, and what helps. */
export function NumberCard({ number, timeZone }: { number: NumberView; timeZone: string }) {
  const { t } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <CardHead title={t("whatsapp.number.title")}>
          <Badge tone={TONES[number.status]}>{t(`whatsapp.status.${number.status}`)}</Badge>
        </CardHead>
        <Text as="p" variant="headingLg">
          {[number.displayPhone, number.verifiedName].filter(Boolean).join(" · ")}
        </Text>
        <StandingBanner number={number} timeZone={timeZone} />
        <Facts number={number} timeZone={timeZone} />
        <InlineStack align="space-between" gap="300">
          <CheckButton />
          <DisconnectButton />
        </InlineStack>
        <Text as="p" variant="bodySm" tone="subdued">
          {t("whatsapp.disconnect.help")}
        </Text>
      </BlockStack>
    </Card>
  );
}
