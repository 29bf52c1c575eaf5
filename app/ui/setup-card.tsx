import { BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { HomeReport } from "#app/modules/reports/home-report.types.ts";
import { NeedLine } from "./need-line.tsx";
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

/** There is a number, but it does not send; its page says why. */
const HALTED: ReadonlySet<string> = new Set(["waiting", "stopped", "broken"]);

function itemsOf(setup: Setup): Item[] {
  const { templatesApproved: approved, templatesTotal: total } = setup;
  return [
    {
      key: "whatsapp",
      done: setup.whatsapp === "connected",
      ...(HALTED.has(setup.whatsapp) ? { text: "halted" } : {}),
      url: "/app/whatsapp",
    },
    {
      key: "templates",
      done: approved > 0 && approved === total,
      values: { approved, total },
      url: "/app/templates",
    },
    { key: "reminders", done: setup.remindersOn, url: "/app/reminders" },
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

/** Whether nothing is left to do: until then that comes first. */
export function isSetUp(setup: Setup): boolean {
  return itemsOf(setup).every(({ done }) => done);
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
            <NeedLine
              key={key}
              title={t(`setup.${key}.title`)}
              isDone={isDone}
              text={t(`setup.${key}.${text ?? (isDone ? "done" : "open")}`, values)}
              link={url ? { url, label: t(`setup.${key}.link`) } : null}
            />
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
