import { useFetcher } from "@remix-run/react";
import { Banner, BlockStack, Button, InlineStack, List, Modal, Text } from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { JoinedRecord } from "#app/modules/proof/merge.types.ts";
import { useWords } from "#app/ui/words.tsx";
import { wordFor } from "./proof-words.ts";

interface Loaded {
  records: JoinedRecord[];
  timeZone: string;
}

const CONSEQUENCES = ["names", "refused", "agreed"] as const;

/** What a joined record brought along, in a line; the record's id where nothing of it is left. */
function useNames(): (record: JoinedRecord) => string {
  const words = useWords();
  return ({ identifiers, contactId }) => {
    const names = identifiers.map(({ kind, value }) =>
      [wordFor("proof.identifiers", kind, words), value].filter(Boolean).join(" "),
    );
    return names.length > 0 ? names.join(", ") : contactId;
  };
}

function SplitDialog(props: { name: string | null; split(): void; close(): void }) {
  const { t } = useWords();
  const { name, split, close } = props;
  return (
    <Modal
      open={name !== null}
      onClose={close}
      title={t("contacts.split.question")}
      primaryAction={{ content: t("contacts.split.yes"), destructive: true, onAction: split }}
      secondaryActions={[{ content: t("contacts.split.no"), onAction: close }]}
    >
      <Modal.Section>
        <BlockStack gap="200">
          <Text as="p">{t("contacts.split.what", { name: name ?? "" })}</Text>
          <List>
            {CONSEQUENCES.map((one) => (
              <List.Item key={one}>{t(`contacts.split.consequences.${one}`)}</List.Item>
            ))}
          </List>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

/** The records that were joined to this person, each with the way out again. */
export function SplitList({ contactId }: { contactId: string }) {
  const { t, time } = useWords();
  const nameOf = useNames();
  const { load, data } = useFetcher<Loaded>();
  const fetcher = useFetcher<{ done: boolean }>();
  const [asked, setAsked] = useState<JoinedRecord | null>(null);
  const action = `/app/contacts/${contactId}/split`;
  useEffect(() => load(action), [load, action]);
  const answer = fetcher.state === "idle" ? fetcher.data : undefined;
  const split = () => {
    if (asked) fetcher.submit({ joined: asked.contactId }, { method: "post", action });
    setAsked(null);
  };
  return (
    <BlockStack gap="200">
      <output>
        {answer ? (
          <Banner
            tone={answer.done ? "success" : "critical"}
            title={t(answer.done ? "contacts.split.done" : "contacts.split.failed")}
          />
        ) : null}
      </output>
      {data?.records.map((record) => (
        <InlineStack key={record.contactId} align="space-between" blockAlign="center" gap="200">
          <Text as="p">
            {t("contacts.split.joined", {
              name: nameOf(record),
              time: time(record.at, data.timeZone),
            })}
          </Text>
          <Button
            accessibilityLabel={t("contacts.split.buttonOf", { name: nameOf(record) })}
            loading={fetcher.state !== "idle"}
            onClick={() => setAsked(record)}
          >
            {t("contacts.split.button")}
          </Button>
        </InlineStack>
      ))}
      <SplitDialog name={asked && nameOf(asked)} split={split} close={() => setAsked(null)} />
    </BlockStack>
  );
}
