import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, Card, InlineStack, Link, Text } from "@shopify/polaris";
import type {
  TemplateLine,
  TemplatesReport,
} from "#app/modules/templates/templates-report.types.ts";
import { useWords } from "#app/ui/words.tsx";
import { languageName, StateBadge } from "./template-state.tsx";

type Group = TemplatesReport["purposes"][number];

function Line({ purpose, line }: { purpose: string; line: TemplateLine }) {
  const { t, locale } = useWords();
  const language = languageName(line.language, locale);
  const title = t(`templates.purposes.${purpose}.title`);
  return (
    <li style={{ listStyle: "none" }}>
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <Link
          url={`/app/templates/${purpose}/${line.language}`}
          accessibilityLabel={t("templates.openNamed", { purpose: title, language })}
        >
          {language}
        </Link>
        <StateBadge state={line.note.state} />
      </InlineStack>
    </li>
  );
}

function AddButton({ purpose, title }: { purpose: string; title: string }) {
  const { t } = useWords();
  const fetcher = useFetcher();
  return (
    <fetcher.Form method="post">
      <input type="hidden" name="intent" value="add" />
      <input type="hidden" name="purpose" value={purpose} />
      <InlineStack align="space-between" blockAlign="center" gap="200">
        <Text as="span" tone="subdued">
          {t("templates.addHelp")}
        </Text>
        <Button
          submit
          loading={fetcher.state !== "idle"}
          accessibilityLabel={t("templates.addNamed", { purpose: title })}
        >
          {t("templates.add")}
        </Button>
      </InlineStack>
    </fetcher.Form>
  );
}

/** All languages of one kind of template. */
export function TemplateGroup({ group, connected }: { group: Group; connected: boolean }) {
  const { t, locale } = useWords();
  const { purpose, submitted } = group;
  const nameOf = ({ language }: TemplateLine) => languageName(language, locale);
  const lines = group.lines.toSorted((one, other) => nameOf(one).localeCompare(nameOf(other)));
  const title = t(`templates.purposes.${purpose}.title`);
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          <Text as="p" tone="subdued">
            {t(`templates.purposes.${purpose}.text`)}
          </Text>
        </BlockStack>
        {submitted ? (
          <BlockStack as="ul" gap="200">
            {lines.map((line) => (
              <Line key={line.language} purpose={purpose} line={line} />
            ))}
          </BlockStack>
        ) : connected ? (
          <AddButton purpose={purpose} title={title} />
        ) : null}
      </BlockStack>
    </Card>
  );
}
