import { Form, type useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { useWords } from "#app/ui/words.tsx";
import { zoneName } from "#app/ui/zone-name.ts";
import { useDownload } from "./download.ts";

/** Covered data, in full on request; and the same proof on paper. */
export function ProofTools(props: {
  contactId: string;
  at: string;
  isShown: boolean;
  fetcher: ReturnType<typeof useFetcher>;
}) {
  const { contactId, at, isShown, fetcher } = props;
  const { t, locale } = useWords();
  const { state, download } = useDownload();
  const query = new URLSearchParams({ locale, ...(at ? { at } : {}) });
  const address = `/app/contacts/${contactId}/pdf?${query.toString()}`;
  return (
    <Card>
      <BlockStack gap="300">
        <output>
          {state === "failed" ? (
            <Banner tone="critical" title={t("contacts.person.pdfFailed")} />
          ) : null}
        </output>
        <InlineStack gap="300" blockAlign="center">
          {isShown ? null : (
            <fetcher.Form method="post">
              <input type="hidden" name="at" value={at} />
              <Button submit loading={fetcher.state !== "idle"}>
                {t("contacts.person.reveal")}
              </Button>
            </fetcher.Form>
          )}
          <Button
            variant="primary"
            loading={state === "loading"}
            onClick={() => void download(address, `beckon-${contactId}.pdf`)}
          >
            {t("contacts.person.pdf")}
          </Button>
        </InlineStack>
        <Text as="p" tone="subdued">
          {t(isShown ? "contacts.person.revealed" : "contacts.person.revealHelp")}
        </Text>
      </BlockStack>
    </Card>
  );
}

const INPUT = {
  font: "inherit",
  padding: "var(--p-space-150) var(--p-space-300)",
  borderRadius: "var(--p-border-radius-200)",
  border: "var(--p-border-width-025) solid var(--p-color-input-border)",
  maxWidth: "100%",
} as const;

/** Asks where consent stood at a past moment, on the shop's clock. */
export function PastForm({ at, timeZone }: { at: string; timeZone: string }) {
  const { t, locale } = useWords();
  return (
    <Card>
      <Form method="get" preventScrollReset>
        <InlineStack gap="300" blockAlign="end">
          <BlockStack gap="100">
            <label htmlFor="past-at">{t("contacts.person.past.label")}</label>
            <input
              id="past-at"
              type="datetime-local"
              name="at"
              defaultValue={at}
              required
              style={INPUT}
              aria-describedby="past-help"
            />
            <Text as="span" tone="subdued" variant="bodySm" id="past-help">
              {t("contacts.person.past.help", { zone: zoneName(timeZone, locale) })}
            </Text>
          </BlockStack>
          <Button submit>{t("contacts.person.past.button")}</Button>
        </InlineStack>
      </Form>
    </Card>
  );
}
