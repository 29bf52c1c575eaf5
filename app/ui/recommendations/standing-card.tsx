import { useFetcher } from "@remix-run/react";
import { Badge, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { RecommendationReport } from "#app/modules/reports/recommendation-report.types.ts";
import { CardHead } from "../card-head.tsx";
import { NeedLine } from "../need-line.tsx";
import { useWords } from "../words.tsx";

interface Need {
  key: string;
  isDone: boolean;
  /** of the text */
  text: string;
  values?: Record<string, string>;
  /** the page where it is mended */
  url?: string;
}

const LIST = new Intl.ListFormat("en", { style: "short", type: "unit" });

function needsOf({ readiness, history }: RecommendationReport): Need[] {
  const { numberConnected, template, carousels, alerts } = readiness;
  const orders = history.find((one) => one.kind === "orders");
  const full = alerts.find((alert) => alert.level === "full");
  const imported = orders?.state ?? "none";
  return [
    {
      key: "number",
      isDone: numberConnected,
      text: numberConnected ? "done" : "open",
      url: "/app/whatsapp",
    },
    { key: "template", isDone: template === "approved", text: template, url: "/app/templates" },
    {
      key: "carousel",
      isDone: carousels.length > 0,
      text: carousels.length > 0 ? "done" : "open",
      values: { cards: LIST.format(carousels.map(String)) },
      url: "/app/templates",
    },
    { key: "history", isDone: imported === "done", text: imported },
    { key: "budget", isDone: !full, text: full ? full.about : "done", url: "/app/costs" },
  ];
}

function NeedOf({ need }: { need: Need }) {
  const { t } = useWords();
  const { key, isDone, text, values, url } = need;
  return (
    <NeedLine
      title={t(`recommendations.needs.${key}.title`)}
      isDone={isDone}
      text={t(`recommendations.needs.${key}.${text}`, values)}
      link={url && !isDone ? { url, label: t(`recommendations.needs.${key}.link`) } : null}
    />
  );
}

/** Whether recommendations are sent, the switch, and what each of them needs to leave. */
export function StandingCard({ report }: { report: RecommendationReport }) {
  const { t, time, number } = useWords();
  const fetcher = useFetcher();
  const { isOn } = report.readiness;
  const { cases, nextAt, unanswered } = report.waiting;
  return (
    <Card>
      <BlockStack gap="400">
        <CardHead title={t("recommendations.standing.title")}>
          <Badge tone={isOn ? "success" : "new"}>
            {t(isOn ? "recommendations.standing.on" : "recommendations.standing.off")}
          </Badge>
        </CardHead>
        <Text as="p">{t("recommendations.standing.explained")}</Text>
        <ul
          aria-label={t("recommendations.standing.needs")}
          style={{ margin: 0, padding: 0, display: "grid", gap: "var(--p-space-300)" }}
        >
          {needsOf(report).map((need) => (
            <NeedOf key={need.key} need={need} />
          ))}
        </ul>
        <Text as="p">
          <span suppressHydrationWarning>
            {nextAt === null
              ? t("recommendations.standing.nobodyWaits")
              : t("recommendations.standing.waiting", {
                  count: cases,
                  shown: number(cases),
                  time: time(nextAt, report.timeZone),
                })}
          </span>
        </Text>
        {unanswered > 0 ? (
          <Text as="p" tone="caution">
            {t("recommendations.standing.unanswered", {
              count: unanswered,
              shown: number(unanswered),
            })}
          </Text>
        ) : null}
        <fetcher.Form method="post">
          <input type="hidden" name="intent" value={isOn ? "off" : "on"} />
          <InlineStack align="end">
            <Button
              submit
              loading={fetcher.state !== "idle"}
              {...(isOn ? {} : { variant: "primary" })}
            >
              {t(isOn ? "recommendations.standing.switchOff" : "recommendations.standing.switchOn")}
            </Button>
          </InlineStack>
        </fetcher.Form>
      </BlockStack>
    </Card>
  );
}
