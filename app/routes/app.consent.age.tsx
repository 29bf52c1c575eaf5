import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Page } from "@shopify/polaris";
import { renewalReport, saveRenewal } from "#app/modules/optin/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { ConsentAgeCard } from "#app/ui/consent-age-card.tsx";
import { textOf } from "#app/ui/form-text.ts";
import { keepShowing, keepTyped } from "#app/ui/keep-page.ts";
import { useWords } from "#app/ui/words.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const { id } = await openShop(context.deps, session.shop);
  return renewalReport(context.deps, id);
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const { id } = await openShop(context.deps, session.shop);
  await saveRenewal(context.deps, id, textOf(await request.formData(), "renewal") === "on");
  return null;
}

export const clientLoader = keepShowing();
export const clientAction = keepTyped;

export default function ConsentAge() {
  const report = useLoaderData<typeof loader>();
  const { t } = useWords();
  return (
    <Page
      title={t("consentAge.page")}
      subtitle={t("consentAge.subtitle")}
      backAction={{ content: t("consent.title"), url: "/app/consent" }}
    >
      <ConsentAgeCard report={report} />
    </Page>
  );
}
