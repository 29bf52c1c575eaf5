import {
  Banner,
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineStack,
  Text,
  TextField,
} from "@shopify/polaris";
import { useFetcher } from "@remix-run/react";
import { useState } from "react";
import { useWords } from "../words.tsx";

interface Answer {
  problem?: string;
  detail?: string | null;
  connected?: boolean;
  errors?: Record<string, string>;
}

const EMPTY = { wabaId: "", phoneNumberId: "", token: "", appSecret: "" };
type Name = keyof typeof EMPTY;
const FIELDS: { name: Name; isSecret: boolean; help: string | null }[] = [
  { name: "wabaId", isSecret: false, help: null },
  { name: "phoneNumberId", isSecret: false, help: null },
  { name: "token", isSecret: true, help: "whatsapp.own.tokenHelp" },
  { name: "appSecret", isSecret: true, help: "whatsapp.own.appSecretHelp" },
];

function OwnAccountForm() {
  const { t } = useWords();
  const fetcher = useFetcher<Answer>();
  const [values, setValues] = useState(EMPTY);
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  return (
    <fetcher.Form method="post" noValidate autoComplete="off">
      <input type="hidden" name="intent" value="own" />
      <BlockStack gap="300">
        <output>
          {answer?.problem ? (
            <Banner tone="critical" title={t(`connect.problems.${answer.problem}`)}>
              {answer.detail ? (
                <p>{t("whatsapp.number.metaSays", { text: answer.detail })}</p>
              ) : null}
            </Banner>
          ) : null}
          {answer?.connected ? (
            <Banner tone="success" title={t("whatsapp.connect.connected")} />
          ) : null}
        </output>
        <FormLayout>
          {FIELDS.map(({ name, isSecret, help }) => {
            const error = answer?.errors?.[name];
            return (
              <TextField
                key={name}
                label={t(`whatsapp.own.${name}`)}
                name={name}
                type={isSecret ? "password" : "text"}
                autoComplete="off"
                {...(isSecret ? {} : { inputMode: "numeric" as const })}
                value={values[name]}
                onChange={(value) => setValues((before) => ({ ...before, [name]: value }))}
                {...(help ? { helpText: t(help) } : {})}
                {...(error ? { error: t(error) } : {})}
              />
            );
          })}
        </FormLayout>
        <InlineStack>
          <Button submit loading={fetcher.state !== "idle"}>
            {t("whatsapp.own.save")}
          </Button>
        </InlineStack>
      </BlockStack>
    </fetcher.Form>
  );
}

/** The second way to connect: with the merchant's own Meta app. */
export function OwnAccountCard() {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t("whatsapp.own.title")}
        </Text>
        <Text as="p">{t("whatsapp.own.text")}</Text>
        {isOpen ? (
          <OwnAccountForm />
        ) : (
          <InlineStack>
            <Button onClick={() => setOpen(true)}>{t("whatsapp.own.show")}</Button>
          </InlineStack>
        )}
      </BlockStack>
    </Card>
  );
}
