import { Badge, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { HomeReport } from "#app/modules/reports/home-report.types.ts";
import { useWords } from "./words.tsx";

type Setup = HomeReport["setup"];

interface Item {
  key: string;
  done: boolean;
  values?: Record<string, string | number>;
}

function itemsOf(setup: Setup): Item[] {
  const { templatesApproved: approved, templatesTotal: total } = setup;
  return [
    { key: "whatsapp", done: setup.whatsapp === "connected" },
    { key: "templates", done: approved > 0 && approved === total, values: { approved, total } },
    { key: "reminders", done: setup.remindersOn },
    { key: "optIn", done: setup.optInSeen },
    { key: "webhook", done: setup.webhookSeen },
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
          {items.map(({ key, done: isDone, values }) => (
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
                  {t(`setup.${key}.${isDone ? "done" : "open"}`, values)}
                </Text>
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
