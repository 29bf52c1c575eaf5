import { useFetcher } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineStack,
  Select,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import { placeKinds } from "#app/modules/optin/pull/pull.types.ts";
import { CardHead } from "../card-head.tsx";
import { useWords } from "../words.tsx";

interface Made {
  ok: boolean;
  problem?: string;
}

/** Makes a place with a code of its own, so that the merchant sees how many came from where. */
export function PlaceForm() {
  const { t } = useWords();
  const fetcher = useFetcher<Made>();
  const [kind, setKind] = useState<string>("poster");
  const [label, setLabel] = useState("");
  const [made, setMade] = useState<Made>();
  const done = fetcher.state === "idle" ? fetcher.data : undefined;
  // Another press would make the same place a second time.
  if (done?.ok && done !== made) {
    setMade(done);
    setLabel("");
  }
  const error = done?.problem === "label" ? { error: t("pull.problems.label") } : {};
  return (
    <Card>
      <BlockStack gap="300">
        <CardHead title={t("pull.new.title")}>{null}</CardHead>
        <fetcher.Form method="post">
          <BlockStack gap="300">
            <FormLayout>
              <FormLayout.Group>
                <Select
                  label={t("pull.new.kind")}
                  name="kind"
                  options={placeKinds.map((value) => ({ value, label: t(`pull.kinds.${value}`) }))}
                  value={kind}
                  onChange={setKind}
                />
                <TextField
                  label={t("pull.new.label")}
                  name="label"
                  autoComplete="off"
                  maxLength={60}
                  placeholder={t("pull.new.example")}
                  value={label}
                  onChange={setLabel}
                  {...error}
                />
              </FormLayout.Group>
            </FormLayout>
            <InlineStack align="end">
              <Button submit variant="primary" loading={fetcher.state !== "idle"}>
                {t("pull.new.make")}
              </Button>
            </InlineStack>
          </BlockStack>
        </fetcher.Form>
        <output>
          {done?.problem === "too_many" ? (
            <Banner tone="warning">{t("pull.problems.too_many")}</Banner>
          ) : done?.ok ? (
            t("pull.new.made")
          ) : null}
        </output>
      </BlockStack>
    </Card>
  );
}
