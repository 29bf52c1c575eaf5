import { useFetcher } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Button,
  Card,
  InlineStack,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { useEffect, useState } from "react";
import {
  MOST_OF_A_REASON,
  type PersonChoices,
  wishChannels,
} from "#app/modules/preferences/merchant.types.ts";
import { useWords } from "#app/ui/words.tsx";
import type { PersonActionProps } from "./person-actions.tsx";

interface FormProps {
  contactId: string;
  choices: PersonChoices;
}

/** Which of it, how the person said so, and why: written into the ledger. */
function RefuseForm({ contactId, choices }: FormProps) {
  const { t } = useWords();
  const fetcher = useFetcher<{ done: boolean }>();
  const [wish, setWish] = useState("all");
  const [channel, setChannel] = useState<string>(wishChannels[0]);
  const [reason, setReason] = useState("");
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  // What was ended is on offer no more.
  const shown = choices.on.includes(wish) ? wish : "all";
  const wishes = ["all", ...choices.on].map((value) => ({
    value,
    label: t(value === "all" ? "contacts.refuse.all" : `topics.${value}`),
  }));
  const channels = wishChannels.map((value) => ({
    value,
    label: t(`contacts.refuse.channels.${value}`),
  }));
  return (
    <fetcher.Form method="post" action={`/app/contacts/${contactId}/refuse`}>
      <BlockStack gap="300">
        <output>
          {answer ? (
            <Banner
              tone={answer.done ? "success" : "critical"}
              title={t(answer.done ? "contacts.refuse.done" : "contacts.refuse.failed")}
            />
          ) : null}
        </output>
        {choices.on.length === 0 ? (
          <Text as="p">{t("contacts.refuse.nothingOn")}</Text>
        ) : (
          <>
            <Select
              name="wish"
              label={t("contacts.refuse.wish")}
              options={wishes}
              value={shown}
              onChange={setWish}
            />
            <Select
              name="channel"
              label={t("contacts.refuse.channel")}
              options={channels}
              value={channel}
              onChange={setChannel}
            />
            <TextField
              name="reason"
              label={t("contacts.refuse.reason")}
              helpText={t("contacts.refuse.reasonHelp")}
              value={reason}
              onChange={setReason}
              maxLength={MOST_OF_A_REASON}
              autoComplete="off"
            />
            <InlineStack align="end">
              <Button submit tone="critical" loading={fetcher.state !== "idle"}>
                {t("contacts.refuse.button")}
              </Button>
            </InlineStack>
          </>
        )}
      </BlockStack>
    </fetcher.Form>
  );
}

function BlockForm({ contactId, choices: { isBlocked } }: FormProps) {
  const { t } = useWords();
  const fetcher = useFetcher<{ done: boolean }>();
  const key = isBlocked ? "lift" : "set";
  return (
    <fetcher.Form method="post" action={`/app/contacts/${contactId}/block`}>
      <BlockStack gap="200">
        <Text as="h3" variant="headingSm">
          {t("contacts.block.title")}
        </Text>
        <output>
          <Text as="p">{t(isBlocked ? "contacts.block.isSet" : "contacts.block.text")}</Text>
        </output>
        <input type="hidden" name="blocked" value={isBlocked ? "no" : "yes"} />
        <InlineStack align="end">
          <Button submit loading={fetcher.state !== "idle"}>
            {t(`contacts.block.${key}`)}
          </Button>
        </InlineStack>
      </BlockStack>
    </fetcher.Form>
  );
}

/** Ends messages on a person's wish that did not come by WhatsApp; nobody can be signed up here. */
export function RefuseCard({ contactId, isErased }: PersonActionProps) {
  const { t } = useWords();
  const { load, data } = useFetcher<PersonChoices>();
  useEffect(() => {
    if (!isErased) load(`/app/contacts/${contactId}/refuse`);
  }, [load, contactId, isErased]);
  if (isErased || !data) return null;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {t("contacts.refuse.title")}
          </Text>
          <Text as="p">{t("contacts.refuse.text")}</Text>
        </BlockStack>
        <RefuseForm contactId={contactId} choices={data} />
        <BlockForm contactId={contactId} choices={data} />
      </BlockStack>
    </Card>
  );
}
