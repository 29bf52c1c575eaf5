import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";
import { useState } from "react";
import { startHistoryImports } from "#app/modules/orders/index.ts";
import { saveRecommendationSettings } from "#app/modules/recommendations/index.ts";
import { recommendationReport } from "#app/modules/reports/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { textOf } from "#app/ui/form-text.ts";
import { keepShowing, keepTyped } from "#app/ui/keep-page.ts";
import { CaseList } from "#app/ui/recommendations/case-list.tsx";
import { CurveCard } from "#app/ui/recommendations/curve-card.tsx";
import { HistoryCard } from "#app/ui/recommendations/history-card.tsx";
import { ModelCard } from "#app/ui/recommendations/model-card.tsx";
import { MonthCard } from "#app/ui/recommendations/month-card.tsx";
import { readRecommendationForm } from "#app/ui/recommendations/recommendation-form.ts";
import { SettingsForm, startValues } from "#app/ui/recommendations/settings-form.tsx";
import { StandingCard } from "#app/ui/recommendations/standing-card.tsx";
import { useFresh } from "#app/ui/use-fresh.ts";
import { useWords } from "#app/ui/words.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  return recommendationReport(context.deps, shop.id);
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const form = await request.formData();
  const { deps } = context;
  const shop = await openShop(deps, session.shop);
  const intent = textOf(form, "intent");
  switch (intent) {
    case "on":
    case "off":
      await saveRecommendationSettings(deps, shop.id, { isOn: intent === "on" });
      return { intent, ok: true };
    case "settings": {
      const read = readRecommendationForm(form, shop.currency);
      if (!read.ok) return { intent, ok: false, errors: read.errors };
      await saveRecommendationSettings(deps, shop.id, read.settings);
      return { intent, ok: true };
    }
    case "history":
      await startHistoryImports(deps, shop.id);
      return { intent, ok: true };
    default:
      return { intent, ok: false };
  }
}

export const clientLoader = keepShowing();
export const clientAction = keepTyped;

const REFRESH_MS = 5_000;

export default function Recommendations() {
  const report = useLoaderData<typeof loader>();
  const { t, locale } = useWords();
  // Kept here since the curve follows what is typed into the form.
  const [values, setValues] = useState(() => startValues(report, locale));
  useFresh(REFRESH_MS);
  return (
    <Page title={t("recommendations.title")} subtitle={t("recommendations.subtitle")}>
      <BlockStack gap="400">
        <StandingCard report={report} />
        <MonthCard report={report} />
        <CaseList cases={report.latest} timeZone={report.timeZone} />
        <CurveCard report={report} wish={values} />
        <SettingsForm
          report={report}
          values={values}
          change={(changed) => setValues((before) => ({ ...before, ...changed }))}
        />
        <ModelCard model={report.model} timeZone={report.timeZone} />
        <HistoryCard history={report.history} timeZone={report.timeZone} />
      </BlockStack>
    </Page>
  );
}
