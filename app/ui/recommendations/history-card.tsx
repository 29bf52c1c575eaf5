import { useFetcher } from "@remix-run/react";
import { Badge, Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { ShownImport } from "#app/modules/reports/recommendation-report.types.ts";
import { CardHead } from "../card-head.tsx";
import { useWords } from "../words.tsx";

const TONES = {
  waiting: "info",
  running: "info",
  reading: "info",
  done: "success",
  failed: "critical",
} as const;

function Import({ one, timeZone }: { one: ShownImport; timeZone: string }) {
  const { t, number, time } = useWords();
  const counts = { read: number(one.read), objects: number(one.objects) };
  return (
    <li style={{ listStyle: "none" }}>
      <BlockStack gap="100">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h3" variant="headingSm">
            {t(`recommendations.history.kinds.${one.kind}`)}
          </Text>
          <Badge tone={TONES[one.state]}>{t(`recommendations.history.states.${one.state}`)}</Badge>
        </InlineStack>
        <Text as="p" tone="subdued">
          <span suppressHydrationWarning>
            {t(`recommendations.history.progress.${one.state}`, {
              ...counts,
              time: time(one.endedAt ?? one.startedAt, timeZone),
            })}
            {one.refused > 0
              ? ` ${t("recommendations.history.refused", { count: one.refused })}`
              : ""}
          </span>
        </Text>
        {one.kind === "orders" && one.days !== null ? (
          <Text as="p" tone="subdued">
            {t("recommendations.history.days", { days: one.days })}
          </Text>
        ) : null}
        {one.problem === null ? null : (
          <Banner tone="critical">{t(`recommendations.history.problems.${one.problem}`)}</Banner>
        )}
      </BlockStack>
    </li>
  );
}

/** How far the shop's past orders and products are read in, and the button to begin anew. */
export function HistoryCard(props: { history: ShownImport[]; timeZone: string }) {
  const { history, timeZone } = props;
  const { t } = useWords();
  const fetcher = useFetcher();
  const isRunning = history.some(({ state }) => state !== "done" && state !== "failed");
  return (
    <Card>
      <BlockStack gap="300">
        <CardHead title={t("recommendations.history.title")}>
          <fetcher.Form method="post">
            <input type="hidden" name="intent" value="history" />
            <Button submit disabled={isRunning} loading={fetcher.state !== "idle"}>
              {t(
                history.length > 0
                  ? "recommendations.history.again"
                  : "recommendations.history.start",
              )}
            </Button>
          </fetcher.Form>
        </CardHead>
        <Text as="p" tone="subdued">
          {t("recommendations.history.explained")}
        </Text>
        {history.length === 0 ? <Text as="p">{t("recommendations.history.none")}</Text> : null}
        <ul
          aria-label={t("recommendations.history.title")}
          style={{ margin: 0, padding: 0, display: "grid", gap: "var(--p-space-400)" }}
        >
          {history.map((one) => (
            <Import key={one.kind} one={one} timeZone={timeZone} />
          ))}
        </ul>
      </BlockStack>
    </Card>
  );
}
