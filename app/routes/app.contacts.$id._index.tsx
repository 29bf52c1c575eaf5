import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Card, InlineStack, Page, Text } from "@shopify/polaris";
import { readProof } from "#app/modules/proof/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { PersonActions } from "#app/ui/contacts/person-actions.tsx";
import { ConsentBadge } from "#app/ui/contacts/state-badge.tsx";
import { useWords } from "#app/ui/words.tsx";

/**
 * One person: the proof of their consent. What a merchant can do for them hangs on `PersonActions` (see
 * there); each deed has a resource route of its own, `app.contacts.$id.<verb>.tsx`, so this file stays as
 * it is.
 */
export async function loader({ request, context, params }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  const who = { shopId: shop.id, contactId: params["id"] ?? "" };
  const proof = await readProof(context.deps, who);
  if (proof === null) throw new Response("Nobody has this id in this shop", { status: 404 });
  return { proof, timeZone: shop.timeZone };
}

export default function Person() {
  const { proof } = useLoaderData<typeof loader>();
  const { t } = useWords();
  const name = [proof.firstName, proof.phone].filter(Boolean).join(" · ");
  return (
    <Page
      title={t("contacts.person.title")}
      subtitle={name || t("contacts.nameless")}
      backAction={{ content: t("contacts.person.back"), url: "/app/contacts" }}
    >
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              {t("contacts.person.standing")}
            </Text>
            <InlineStack gap="100">
              {proof.standings.map(({ topic, state }) => (
                <ConsentBadge key={topic} state={state} topic={t(`topics.${topic}`)} />
              ))}
            </InlineStack>
          </BlockStack>
        </Card>
        <PersonActions contactId={proof.contactId} isErased={proof.erasedAt !== null} />
      </BlockStack>
    </Page>
  );
}
