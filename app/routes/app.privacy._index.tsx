import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";
import { privacyReport, saveTapTracking } from "#app/modules/compliance/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { textOf } from "#app/ui/form-text.ts";
import { keepShowing, keepTyped } from "#app/ui/keep-page.ts";
import { AccessCard } from "#app/ui/privacy/access-card.tsx";
import { RequestsCard } from "#app/ui/privacy/requests-card.tsx";
import { RetentionCard } from "#app/ui/privacy/retention-card.tsx";
import { SurvivorsCard } from "#app/ui/privacy/survivors-card.tsx";
import { TapsCard } from "#app/ui/privacy/taps-card.tsx";
import { useWords } from "#app/ui/words.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  return privacyReport(context.deps, shop.id);
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const { id } = await openShop(context.deps, session.shop);
  const wish = textOf(await request.formData(), "tapTracking");
  return { ok: await saveTapTracking(context.deps, id, wish) };
}

export const clientLoader = keepShowing();
export const clientAction = keepTyped;

export default function Privacy() {
  const report = useLoaderData<typeof loader>();
  const { t } = useWords();
  return (
    <Page title={t("privacy.title")} subtitle={t("privacy.subtitle")}>
      <BlockStack gap="400">
        <RequestsCard report={report} />
        <TapsCard tapTracking={report.tapTracking} />
        <RetentionCard report={report} />
        <SurvivorsCard survivors={report.survivors} />
        <AccessCard accesses={report.accesses} timeZone={report.timeZone} />
      </BlockStack>
    </Page>
  );
}
