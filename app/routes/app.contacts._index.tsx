import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Card, InlineStack, Link, Page, Text } from "@shopify/polaris";
import { listPeople, searchPeople } from "#app/modules/proof/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { ExportCard } from "#app/ui/contacts/export-card.tsx";
import { PeopleList } from "#app/ui/contacts/people-list.tsx";
import { PersonSearch } from "#app/ui/contacts/person-search.tsx";
import { textOf } from "#app/ui/form-text.ts";
import { keepShowing, keepTyped } from "#app/ui/keep-page.ts";
import { useWords } from "#app/ui/words.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  const reader = { shopId: shop.id, staffId: sessionToken.sub };
  const after = new URL(request.url).searchParams.get("after");
  const page = await listPeople(context.deps, reader, after);
  return { ...page, timeZone: shop.timeZone, isFirstPage: after === null };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  const text = textOf(await request.formData(), "text");
  const shop = await openShop(context.deps, session.shop);
  return searchPeople(context.deps, { shopId: shop.id, staffId: sessionToken.sub }, text);
}

export const clientLoader = keepShowing();
export const clientAction = keepTyped;

export default function Contacts() {
  const { people, next, timeZone, isFirstPage } = useLoaderData<typeof loader>();
  const { t } = useWords();
  return (
    <Page title={t("contacts.title")} subtitle={t("contacts.subtitle")}>
      <BlockStack gap="400">
        <PersonSearch timeZone={timeZone} />
        <Card>
          <BlockStack gap="200">
            <Text as="h2" variant="headingMd">
              {t("contacts.newest")}
            </Text>
            {people.length === 0 ? <Text as="p">{t("contacts.none")}</Text> : null}
            <PeopleList label={t("contacts.newest")} people={people} timeZone={timeZone} />
            <InlineStack gap="400">
              {isFirstPage ? null : <Link url="/app/contacts">{t("contacts.first")}</Link>}
              {next === null ? null : (
                <Link url={`/app/contacts?after=${next}`}>{t("contacts.older")}</Link>
              )}
            </InlineStack>
          </BlockStack>
        </Card>
        <ExportCard />
      </BlockStack>
    </Page>
  );
}
