import { BlockStack, Box, InlineStack, Link, Text } from "@shopify/polaris";
import { messageTopics } from "#app/modules/consent/consent.types.ts";
import type { PersonLine } from "#app/modules/proof/people.types.ts";
import { useWords } from "#app/ui/words.tsx";
import { ConsentBadge } from "./state-badge.tsx";

/** A line between rows, as part of the row: a list holds nothing but its items. */
const LINE = { borderBlockStartWidth: "025", borderColor: "border-secondary" } as const;

interface RowProps {
  person: PersonLine;
  timeZone: string;
  isFirst: boolean;
}

function Row({ person, timeZone, isFirst }: RowProps) {
  const { t, time } = useWords();
  const { firstName, phone, since, states, id } = person;
  const name = [firstName, phone].filter(Boolean).join(" · ") || t("contacts.nameless");
  return (
    <Box as="li" paddingBlock="300" {...(isFirst ? {} : LINE)}>
      <BlockStack gap="100">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Link url={`/app/contacts/${id}`} accessibilityLabel={t("contacts.open", { name })}>
            {name}
          </Link>
          <Text as="span" variant="bodySm" tone="subdued">
            <span suppressHydrationWarning>
              {t("contacts.since", { time: time(since, timeZone) })}
            </span>
          </Text>
        </InlineStack>
        <InlineStack gap="100">
          {messageTopics.map((topic) => (
            <ConsentBadge key={topic} state={states[topic]} topic={t(`topics.${topic}`)} />
          ))}
        </InlineStack>
      </BlockStack>
    </Box>
  );
}

/** People, each with where their consent stands and the way to their proof. */
export function PeopleList(props: { label: string; people: PersonLine[]; timeZone: string }) {
  return (
    <ul style={{ margin: 0, padding: 0, listStyle: "none" }} aria-label={props.label}>
      {props.people.map((person, index) => (
        <Row key={person.id} person={person} timeZone={props.timeZone} isFirst={index === 0} />
      ))}
    </ul>
  );
}
