import { BlockStack } from "@shopify/polaris";
import { DataCard } from "./data-card.tsx";
import { MergeCard } from "./merge-card.tsx";
import { RefuseCard } from "./refuse-card.tsx";

/** What a card on a person's page is told. */
export interface PersonActionProps {
  contactId: string;
  /** nothing personal is left of them */
  isErased: boolean;
}

/**
 * What a merchant can do for one person, a card each (withdraw, export, erase …). A new one is a component
 * in a file of its own beside this one, one line here, and a resource route
 * `app/routes/app.contacts.$id.<verb>.tsx` with an `action`, to which the card's
 * `<fetcher.Form method="post" action={`/app/contacts/${contactId}/<verb>`}>` posts. The page's loader runs
 * again afterwards by itself, so the page shows what came of it.
 */
export function PersonActions(person: PersonActionProps) {
  return (
    <BlockStack gap="400">
      <RefuseCard {...person} />
      <MergeCard {...person} />
      <DataCard {...person} />
    </BlockStack>
  );
}
