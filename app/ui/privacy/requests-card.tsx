import { Badge, Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { PrivacyReport } from "#app/modules/compliance/privacy-report.types.ts";
import { useDownload } from "#app/ui/contacts/download.ts";
import { useWords } from "#app/ui/words.tsx";

type Report = PrivacyReport;
type Request = Report["requests"][number];

const TONES = { open: "attention", done: "success", nobody: "info", not_needed: "info" } as const;
const FILES = ["html", "json", "csv"] as const;

function Files({
  exportId,
  expiresAt,
  timeZone,
}: {
  exportId: string;
  expiresAt: string;
  timeZone: string;
}) {
  const { t, time, locale } = useWords();
  const { state, download } = useDownload();
  return (
    <BlockStack gap="100">
      <InlineStack gap="200">
        {FILES.map((as) => (
          <Button
            key={as}
            size="slim"
            loading={state === "loading"}
            onClick={() =>
              void download(
                `/app/privacy/export/${exportId}?as=${as}&locale=${locale}`,
                `beckon-export-${exportId}.${as}`,
              )
            }
          >
            {t(`privacy.files.${as}`)}
          </Button>
        ))}
      </InlineStack>
      <output>
        {state === "failed" ? <Banner tone="critical" title={t("privacy.files.failed")} /> : null}
      </output>
      <Text as="p" tone="subdued">
        {t("privacy.files.until", { time: time(expiresAt, timeZone) })}
      </Text>
    </BlockStack>
  );
}

function RequestItem({ request, report }: { request: Request; report: Report }) {
  const { t, time } = useWords();
  const { timeZone } = report;
  const copy = report.exports.find(({ id }) => id === request.exportId);
  return (
    <li>
      <BlockStack gap="200">
        <InlineStack gap="200" blockAlign="center">
          <Text as="h3" variant="headingSm">
            {t(`privacy.requests.kinds.${request.kind}`)}
          </Text>
          <Badge tone={TONES[request.state]}>{t(`privacy.requests.states.${request.state}`)}</Badge>
        </InlineStack>
        <Text as="p">
          {t(`privacy.requests.sources.${request.source}`, {
            time: time(request.receivedAt, timeZone),
          })}
        </Text>
        <Text as="p">{t(`privacy.requests.told.${request.kind}_${request.state}`)}</Text>
        {copy ? <Files exportId={copy.id} expiresAt={copy.expiresAt} timeZone={timeZone} /> : null}
      </BlockStack>
    </li>
  );
}

/** What Shopify or the merchant asked for on somebody's behalf, and the copies that wait. */
export function RequestsCard({ report }: { report: Report }) {
  const { t } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("privacy.requests.title")}
        </Text>
        <Text as="p" tone="subdued">
          {t("privacy.requests.help")}
        </Text>
        {report.requests.length === 0 ? (
          <Text as="p">{t("privacy.requests.none")}</Text>
        ) : (
          <ul
            aria-label={t("privacy.requests.title")}
            style={{ listStyle: "none", margin: 0, padding: 0, display: "grid", gap: "1.25rem" }}
          >
            {report.requests.map((request) => (
              <RequestItem key={request.id} request={request} report={report} />
            ))}
          </ul>
        )}
      </BlockStack>
    </Card>
  );
}
