import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Card, Page, Select } from "@shopify/polaris";
import { useState } from "react";
import { saveWording, wordingReport } from "#app/modules/consent/index.ts";
import { type WordingLocale, wordingLocales } from "#app/modules/consent/wording.types.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { keepShowing, keepTyped } from "#app/ui/keep-page.ts";
import { useFresh } from "#app/ui/use-fresh.ts";
import { PublishedCard } from "#app/ui/wording/published-card.tsx";
import { WordingEditor } from "#app/ui/wording/wording-editor.tsx";
import { readWordingForm } from "#app/ui/wording/wording-form.ts";
import { useWords } from "#app/ui/words.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  return wordingReport(context.deps, shop.id);
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { session, sessionToken } = await context.shopify.authenticate.admin(request);
  const wish = readWordingForm(await request.formData());
  if (wish === null) throw new Response("Nobody is asked in this language", { status: 400 });
  const { id: shopId } = await openShop(context.deps, session.shop);
  const saved = await saveWording(context.deps, { shopId, staffId: sessionToken.sub, ...wish });
  return { locale: wish.locale, ...saved };
}

export const clientLoader = keepShowing();
export const clientAction = keepTyped;

const REFRESH_MS = 5_000;

/** What a language is called in the admin's own. */
function languageOf(locale: WordingLocale, adminLocale: string): string {
  return new Intl.DisplayNames(adminLocale, { type: "language" }).of(locale) ?? locale;
}

export default function Wording() {
  const report = useLoaderData<typeof loader>();
  const { t, locale: adminLocale } = useWords();
  const [chosen, setChosen] = useState<WordingLocale>(adminLocale);
  useFresh(REFRESH_MS);
  const row = report.locales.find(({ locale }) => locale === chosen);
  const options = wordingLocales.map((value) => ({ value, label: languageOf(value, adminLocale) }));
  const choose = (value: string) => {
    setChosen(wordingLocales.find((one) => one === value) ?? "en");
  };
  return (
    <Page
      title={t("wording.title")}
      subtitle={t("wording.subtitle")}
      backAction={{ content: t("wording.back"), url: "/app/consent" }}
    >
      <BlockStack gap="400">
        <PublishedCard report={report} />
        <Card>
          <Select
            label={t("wording.chooseLanguage")}
            helpText={t("wording.fallback")}
            options={options}
            value={chosen}
            onChange={choose}
          />
        </Card>
        {row ? (
          <WordingEditor
            key={chosen}
            row={row}
            shopName={report.shopName}
            language={languageOf(chosen, adminLocale)}
          />
        ) : null}
      </BlockStack>
    </Page>
  );
}
