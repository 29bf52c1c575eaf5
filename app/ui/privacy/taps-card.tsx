import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, ChoiceList, Text } from "@shopify/polaris";
import { useState } from "react";
import { tapTrackingSchema, type TapTracking } from "#app/modules/shops/consent-settings.types.ts";
import { useWords } from "#app/ui/words.tsx";

/** How taps on links are counted, and what each way means for the figures. */
export function TapsCard({ tapTracking }: { tapTracking: TapTracking }) {
  const { t } = useWords();
  const fetcher = useFetcher<{ ok: boolean }>();
  const [chosen, setChosen] = useState<string>(tapTracking);
  const choices = tapTrackingSchema.options.map((value) => ({
    value,
    label: t(`privacy.taps.${value}.label`),
    helpText: t(`privacy.taps.${value}.help`),
  }));
  return (
    <Card>
      <fetcher.Form method="post" action="/app/privacy?index">
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            {t("privacy.taps.title")}
          </Text>
          <Text as="p" tone="subdued">
            {t("privacy.taps.law")}
          </Text>
          <ChoiceList
            title={t("privacy.taps.question")}
            name="tapTracking"
            choices={choices}
            selected={[chosen]}
            onChange={([value]) => setChosen(value ?? tapTracking)}
          />
          <output>
            {fetcher.state === "idle" && fetcher.data?.ok ? (
              <Banner tone="success" title={t("privacy.taps.saved")} />
            ) : null}
          </output>
          <div>
            <Button submit variant="primary" loading={fetcher.state !== "idle"}>
              {t("privacy.taps.save")}
            </Button>
          </div>
        </BlockStack>
      </fetcher.Form>
    </Card>
  );
}
