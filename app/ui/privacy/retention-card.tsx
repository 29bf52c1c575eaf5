import { BlockStack, Card, Text } from "@shopify/polaris";
import type { PrivacyReport } from "#app/modules/compliance/privacy-report.types.ts";
import { Table } from "#app/ui/table.tsx";
import { useWords, type Words } from "#app/ui/words.tsx";

type Report = PrivacyReport;

const YEAR = 365;

function period({ t }: Words, days: number): string {
  return days % YEAR === 0
    ? t("privacy.retention.years", { count: days / YEAR })
    : t("privacy.retention.days", { count: days });
}

/** How long what is kept, and what the last nights deleted. */
export function RetentionCard({ report }: { report: Report }) {
  const words = useWords();
  const { t, time, number } = words;
  const rules = report.retention.map(({ rule, days }) => ({
    key: rule,
    cells: [t(`privacy.retention.rules.${rule}`), period(words, days)],
  }));
  const done = (rows: Report["runs"][number]["rows"]) =>
    Object.entries(rows)
      .map(([rule, count]) => `${t(`privacy.retention.rules.${rule}`)}: ${number(count)}`)
      .join(" · ");
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("privacy.retention.title")}
        </Text>
        <Table
          label={t("privacy.retention.title")}
          columns={["what", "howLong"].map((key) => ({
            key,
            title: t(`privacy.retention.${key}`),
          }))}
          rows={rules}
        />
        <Text as="h3" variant="headingSm">
          {t("privacy.retention.nights")}
        </Text>
        {report.runs.length === 0 ? <Text as="p">{t("privacy.retention.noNight")}</Text> : null}
        {report.runs.map(({ id, startedAt, isRunning, rows }) => (
          <Text as="p" key={id}>
            {`${time(startedAt, report.timeZone)}: `}
            {isRunning
              ? t("privacy.retention.running")
              : done(rows) || t("privacy.retention.nothing")}
          </Text>
        ))}
      </BlockStack>
    </Card>
  );
}
