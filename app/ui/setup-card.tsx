import { Badge, BlockStack, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type { HomeReport } from "#app/modules/reports/home-report.types.ts";
import { useWords } from "./words.tsx";

type Setup = HomeReport["setup"];

interface Item {
  key: string;
  done: boolean;
  /** of the text, where it is neither "done" nor "open" */
  text?: string;
  values?: Record<string, string | number>;
  /** the page where it is done */
  url?: string;
}

function itemsOf(setup: Setup): Item[] {
  const { templatesApproved: approved, templatesTotal: total } = setup;
  return [
    { key: "whatsapp", done: setup.whatsapp === "connected", url: "/app/whatsapp" },
    { key: "templates", done: approved > 0 && approved === total, values: { approved, total } },
    { key: "reminders", done: setup.remindersOn },
    { key: "optIn", done: setup.optInSeen },
    { key: "webhook", done: setup.webhookSeen },
    {
      key: "links",
      done: setup.links.ownDomain,
      text: setup.links.reason,
      values: { domain: setup.links.domain },
    },
  ];
}

/** Is everything there that a reminder needs? */
export function SetupCard({ setup }: { setup: Setup }) {
  const { t } = useWords();
  const items = itemsOf(setup);
  const done = items.filter((item) => item.done).length;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center">
          <Text as="h2" variant="headingMd">
            {t("setup.title")}
          </Text>
          <Text as="span" tone="subdued">
            {t("setup.progress", { done, total: items.length })}
          </Text>
        </InlineStack>
        <BlockStack as="ul" gap="300">
          {items.map(({ key, done: isDone, text, values, url }) => (
            <li key={key} style={{ listStyle: "none" }}>
              <BlockStack gap="050">
                <InlineStack align="space-between" blockAlign="center" wrap={false} gap="200">
                  <Text as="span" variant="bodyMd" fontWeight="medium">
                    {t(`setup.${key}.title`)}
                  </Text>
                  <Badge tone={isDone ? "success" : "attention"}>
                    {t(isDone ? "setup.done" : "setup.open")}
                  </Badge>
                </InlineStack>
                <Text as="span" variant="bodySm" tone="subdued">
                  {t(`setup.${key}.${text ?? (isDone ? "done" : "open")}`, values)}
                </Text>
                {url ? <Link url={url}>{t(`setup.${key}.link`)}</Link> : null}
              </BlockStack>
            </li>
          ))}
        </BlockStack>
        {setup.webhooksParked > 0 ? (
          <Text as="p" tone="critical">
            {t("setup.parked", { count: setup.webhooksParked })}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}
