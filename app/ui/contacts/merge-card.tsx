import { useFetcher } from "@remix-run/react";
import {
  Banner,
  BlockStack,
  Button,
  Card,
  InlineGrid,
  InlineStack,
  List,
  Text,
} from "@shopify/polaris";
import type { MergeCandidate, MergeSearch, MergeSide } from "#app/modules/proof/merge.types.ts";
import { useWords } from "#app/ui/words.tsx";
import { FindPersonField } from "./find-person-field.tsx";
import type { PersonActionProps } from "./person-actions.tsx";
import { wordFor } from "./proof-words.ts";
import { SplitList } from "./split-list.tsx";

type Answer = MergeSearch | { outcome: "merged" | "failed" };

const CONSEQUENCES = ["number", "blocked", "kept"] as const;

/** One of the two records: what names it, and where its consent stands. */
function Side({ heading, side }: { heading: string; side: MergeSide }) {
  const words = useWords();
  const { t } = words;
  return (
    <BlockStack gap="100">
      <Text as="h3" variant="headingSm">
        {[heading, side.firstName].filter(Boolean).join(": ")}
      </Text>
      <List>
        {side.identifiers.map(({ kind, hash, value }) => (
          <List.Item key={hash}>
            {wordFor("proof.identifiers", kind, words)}: {value ?? t("contacts.merge.hidden")}
          </List.Item>
        ))}
        {side.standings.map(({ topic, state, identifier }) => (
          <List.Item key={topic}>
            {t(`topics.${topic}`)}: {t(`consentStates.${state}`)}
            {identifier ? ` (${identifier})` : ""}
          </List.Item>
        ))}
      </List>
    </BlockStack>
  );
}

interface CompareProps {
  own: MergeSide;
  other: MergeCandidate;
  isBusy: boolean;
  merge(): void;
}

/** Both beside each other, and what follows, before anything is done. */
function Compare({ own, other, isBusy, merge }: CompareProps) {
  const { t } = useWords();
  const ends = other.ends.map((topic) => t(`topics.${topic}`)).join(", ");
  return (
    <BlockStack gap="300">
      <InlineGrid columns={{ xs: 1, md: 2 }} gap="300">
        <Side heading={t("contacts.merge.own")} side={own} />
        <Side heading={t("contacts.merge.other")} side={other} />
      </InlineGrid>
      <Text as="p">{t("contacts.merge.what")}</Text>
      <List>
        <List.Item>
          {ends === ""
            ? t("contacts.merge.endsNothing")
            : t("contacts.merge.ends", { topics: ends })}
        </List.Item>
        {CONSEQUENCES.map((one) => (
          <List.Item key={one}>{t(`contacts.merge.consequences.${one}`)}</List.Item>
        ))}
      </List>
      <InlineStack align="end">
        <Button tone="critical" loading={isBusy} onClick={merge}>
          {t("contacts.merge.yes")}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

function Outcome({ outcome }: { outcome: Exclude<Answer["outcome"], "found"> }) {
  const { t } = useWords();
  const tone = outcome === "merged" ? "success" : outcome === "failed" ? "critical" : "info";
  return <Banner tone={tone} title={t(`contacts.merge.outcomes.${outcome}`)} />;
}

/** Finds a second record of the person and joins it, after both were seen; and takes joined ones out again. */
export function MergeCard({ contactId, isErased }: PersonActionProps) {
  const { t } = useWords();
  const fetcher = useFetcher<Answer>();
  const isBusy = fetcher.state !== "idle";
  const answer = isBusy ? undefined : fetcher.data;
  const action = `/app/contacts/${contactId}/merge`;
  const merge = (other: string) => fetcher.submit({ other }, { method: "post", action });
  if (isErased) return null;
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">
            {t("contacts.merge.title")}
          </Text>
          <Text as="p">{t("contacts.merge.text")}</Text>
        </BlockStack>
        <fetcher.Form method="post" action={action}>
          <FindPersonField words="contacts.merge" isBusy={isBusy} />
        </fetcher.Form>
        <output>
          {answer && answer.outcome !== "found" ? <Outcome outcome={answer.outcome} /> : null}
        </output>
        {answer?.outcome === "found"
          ? answer.candidates.map((other) => (
              <Compare
                key={other.contactId}
                own={answer.own}
                other={other}
                isBusy={isBusy}
                merge={() => merge(other.contactId)}
              />
            ))
          : null}
        <SplitList contactId={contactId} />
      </BlockStack>
    </Card>
  );
}
