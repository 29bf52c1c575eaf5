import { BlockStack, Card, Link, Text } from "@shopify/polaris";
import { useWords } from "#app/ui/words.tsx";

/** Each under the title that it has itself. */
const PAGES = [
  ["wording", "wording.title"],
  ["pull", "pull.title"],
  ["import", "import.title"],
  ["age", "consentAge.page"],
] as const;

/** The other pages on consent, each with what it is for. */
export function ConsentLinks() {
  const { t } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("consent.more")}
        </Text>
        {PAGES.map(([page, title]) => (
          <div key={page}>
            <Link url={`/app/consent/${page}`}>{t(title)}</Link>
            <Text as="p" tone="subdued">
              {t(`consent.pages.${page}.text`)}
            </Text>
          </div>
        ))}
      </BlockStack>
    </Card>
  );
}
