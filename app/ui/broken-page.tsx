import { isRouteErrorResponse } from "@remix-run/react";
import { BlockStack, Button, Card, InlineStack, Page, Text } from "@shopify/polaris";
import { useWords } from "./words.tsx";

/** In place of a page that is not there, or that could not be shown; says what can be done now. */
export function BrokenPage({ error }: { error: unknown }) {
  const { t } = useWords();
  const kind = isRouteErrorResponse(error) && error.status === 404 ? "missing" : "failed";
  return (
    <Page title={t(`broken.${kind}.title`)}>
      <Card>
        <BlockStack gap="300">
          <Text as="p">{t(`broken.${kind}.text`)}</Text>
          <InlineStack gap="300">
            {kind === "failed" ? (
              <Button variant="primary" onClick={() => window.location.reload()}>
                {t("broken.failed.again")}
              </Button>
            ) : null}
            <Button url="/app">{t("broken.home")}</Button>
          </InlineStack>
        </BlockStack>
      </Card>
    </Page>
  );
}
