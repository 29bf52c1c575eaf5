import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";
import { abortImport, askCheck, askImport, importReport } from "#app/modules/optin/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { countryNames } from "#app/shared/country-names.ts";
import { textOf } from "#app/ui/form-text.ts";
import { readMapping } from "#app/ui/import/read-mapping.ts";
import { RunCard } from "#app/ui/import/run-card.tsx";
import { UploadCard } from "#app/ui/import/upload-card.tsx";
import { keepShowing, keepTyped } from "#app/ui/keep-page.ts";
import { useFresh } from "#app/ui/use-fresh.ts";
import { useWords } from "#app/ui/words.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  // Which language the admin speaks is known where the page is drawn.
  const countries = { de: countryNames("de"), en: countryNames("en") };
  return {
    runs: await importReport(context.deps, shop.id),
    timeZone: shop.timeZone,
    countries,
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const { deps } = context;
  const form = await request.formData();
  const { id: shopId } = await openShop(deps, session.shop);
  const importId = textOf(form, "id");
  if (!/^[0-9a-f-]{36}$/.test(importId)) return { ok: false };
  const target = { shopId, importId };
  switch (textOf(form, "intent")) {
    case "check": {
      const mapping = readMapping(textOf(form, "mapping"));
      return mapping ? askCheck(deps, target, mapping) : { ok: false };
    }
    case "import":
      return { ok: await askImport(deps, target) };
    case "abort":
      return { ok: await abortImport(deps, target) };
    default:
      return { ok: false };
  }
}

export const clientLoader = keepShowing();
export const clientAction = keepTyped;

const REFRESH_MS = 2_000;

export default function Import() {
  const { runs, timeZone, countries } = useLoaderData<typeof loader>();
  const { t, locale } = useWords();
  useFresh(REFRESH_MS);
  return (
    <Page
      title={t("import.title")}
      subtitle={t("import.subtitle")}
      backAction={{ content: t("consent.title"), url: "/app/consent" }}
    >
      <BlockStack gap="400">
        <UploadCard />
        {runs.map((run) => (
          <RunCard key={run.id} run={run} timeZone={timeZone} countries={countries[locale]} />
        ))}
      </BlockStack>
    </Page>
  );
}
