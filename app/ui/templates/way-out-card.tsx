import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, Card, InlineStack, RadioButton } from "@shopify/polaris";
import { useState } from "react";
import { type WayOut, wayOuts } from "#app/modules/templates/template.types.ts";
import { useWords } from "#app/ui/words.tsx";

/** Quick reply or link: see the decision in modules/templates/README.md. */
export function WayOutCard({ wayOut }: { wayOut: WayOut }) {
  const { t } = useWords();
  const fetcher = useFetcher<{ done: boolean }>();
  const [chosen, choose] = useState(wayOut);
  return (
    <Card>
      <fetcher.Form method="post">
        <BlockStack gap="300">
          <input type="hidden" name="intent" value="wayOut" />
          <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
            <legend style={{ fontWeight: 600, padding: 0 }}>{t("templates.wayOut.title")}</legend>
            <BlockStack gap="100">
              {wayOuts.map((one) => (
                <RadioButton
                  key={one}
                  id={`way-out-${one}`}
                  name="wayOut"
                  value={one}
                  label={t(`templates.wayOut.${one}`)}
                  helpText={t(`templates.wayOut.${one}Help`)}
                  checked={chosen === one}
                  onChange={() => choose(one)}
                />
              ))}
            </BlockStack>
          </fieldset>
          <output>
            {fetcher.state === "idle" && fetcher.data?.done ? (
              <Banner tone="success" title={t("templates.wayOut.saved")} />
            ) : null}
          </output>
          <InlineStack align="end">
            <Button submit disabled={chosen === wayOut} loading={fetcher.state !== "idle"}>
              {t("templates.wayOut.save")}
            </Button>
          </InlineStack>
        </BlockStack>
      </fetcher.Form>
    </Card>
  );
}
