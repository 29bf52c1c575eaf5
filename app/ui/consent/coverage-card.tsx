import { BlockStack, Card, Text } from "@shopify/polaris";
import { Bars } from "#app/ui/bars.tsx";
import { useWords } from "#app/ui/words.tsx";

const FIGURES = ["requested", "confirmed", "declined", "expired", "open", "notAsked"] as const;

/** What came of the opt-ins that had to be confirmed. */
export function CoverageCard(props: {
  periodDays: number;
  figures: Record<(typeof FIGURES)[number], number>;
}) {
  const { t, number } = useWords();
  const { periodDays, figures } = props;
  const rows = FIGURES.map((key) => ({
    key,
    label: t(`consent.figures.${key}`),
    value: figures[key],
    shown: number(figures[key]),
  }));
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          {t("consent.coverageTitle", { days: periodDays })}
        </Text>
        {figures.requested === 0 ? (
          <Text as="p" tone="subdued">
            {t("consent.coverageEmpty")}
          </Text>
        ) : (
          <Bars label={t("consent.coverageTitle", { days: periodDays })} rows={rows} />
        )}
      </BlockStack>
    </Card>
  );
}
