import { Form, useNavigation } from "@remix-run/react";
import { Badge, Banner, BlockStack, Button, Card, InlineGrid, Text } from "@shopify/polaris";
import type { RenewalReport } from "#app/modules/optin/renew/renewal.types.ts";
import { CardHead } from "./card-head.tsx";
import { Figure } from "./figure.tsx";
import { useWords } from "./words.tsx";

/** How many people's consent is in use, goes stale soon or has gone stale, and the switch that has them asked. */
export function ConsentAgeCard({ report }: { report: RenewalReport }) {
  const { t, number } = useWords();
  const isBusy = useNavigation().state !== "idle";
  const { counts, isOn, staleAfterMonths, askAfterMonths, waitsForTemplate } = report;
  const months = { stale: staleAfterMonths, ask: askAfterMonths };
  return (
    <Card>
      <BlockStack gap="400">
        <CardHead title={t("consentAge.title")}>
          <Badge tone={isOn ? "success" : "new"}>
            {t(isOn ? "consentAge.on" : "consentAge.off")}
          </Badge>
        </CardHead>
        <Text as="p">{t("consentAge.explained", months)}</Text>
        <InlineGrid columns={{ xs: 1, sm: 3 }} gap="400">
          <Figure
            label={t("consentAge.fresh")}
            value={number(counts.fresh)}
            note={t("consentAge.freshHelp")}
          />
          <Figure
            label={t("consentAge.soon")}
            value={number(counts.soonStale)}
            note={t("consentAge.soonHelp", months)}
          />
          <Figure
            label={t("consentAge.stale")}
            value={number(counts.stale)}
            note={t("consentAge.staleHelp", months)}
          />
        </InlineGrid>
        {waitsForTemplate ? (
          <Banner tone="info">
            <p>{t("consentAge.waits")}</p>
          </Banner>
        ) : null}
        <Text as="p" tone="subdued">
          {t("consentAge.cost", { count: counts.soonStale })}
        </Text>
        <Form method="post" action="/app/consent/age">
          <input type="hidden" name="renewal" value={isOn ? "off" : "on"} />
          <Button submit loading={isBusy}>
            {t(isOn ? "consentAge.switchOff" : "consentAge.switchOn")}
          </Button>
        </Form>
      </BlockStack>
    </Card>
  );
}
