import { useFetcher } from "@remix-run/react";
import { BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import type { PersonLine } from "#app/modules/proof/people.types.ts";
import { useWords } from "#app/ui/words.tsx";
import { FindPersonField } from "./find-person-field.tsx";
import { PeopleList } from "./people-list.tsx";

/** What the page's action answers to a search. */
interface SearchResult {
  outcome: "unreadable" | "found";
  people?: PersonLine[];
}

function Found({ result, timeZone }: { result: SearchResult; timeZone: string }) {
  const { t } = useWords();
  const people = result.people ?? [];
  if (result.outcome === "unreadable") return <Text as="p">{t("contacts.search.unreadable")}</Text>;
  if (people.length === 0) return <Text as="p">{t("contacts.search.nobody")}</Text>;
  return <PeopleList label={t("contacts.search.found")} people={people} timeZone={timeZone} />;
}

/** Looks a person up. By POST: what names people must not stand in addresses, which are logged. */
export function PersonSearch({ timeZone }: { timeZone: string }) {
  const fetcher = useFetcher<SearchResult>();
  const result = fetcher.state === "idle" ? fetcher.data : undefined;
  return (
    <Card>
      <BlockStack gap="300">
        <fetcher.Form method="post" action="/app/contacts?index">
          <InlineStack gap="200" blockAlign="end">
            <div style={{ flex: "1 1 14rem" }}>
              <FindPersonField words="contacts.search" isBusy={fetcher.state !== "idle"} />
            </div>
          </InlineStack>
        </fetcher.Form>
        <output>{result ? <Found result={result} timeZone={timeZone} /> : null}</output>
      </BlockStack>
    </Card>
  );
}
