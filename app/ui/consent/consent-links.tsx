import { Link } from "@remix-run/react";
import { BlockStack, Card, Text } from "@shopify/polaris";
import { useWords } from "#app/ui/words.tsx";

const PAGES = ["wording", "pull", "import", "age"] as const;

/** The other pages on consent, each with what it is for. */
export function ConsentLinks() {
  const { t } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("consent.more")}
        </Text>
        {PAGES.map((page) => (
          <div key={page}>
            <Link to={`/app/consent/${page}`}>{t(`consent.pages.${page}.title`)}</Link>
            <Text as="p" tone="subdued">
              {t(`consent.pages.${page}.text`)}
            </Text>
          </div>
        ))}
      </BlockStack>
    </Card>
  );
}
