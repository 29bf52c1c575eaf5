import type { ActionFunctionArgs, AppLoadContext, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";
import {
  addRate,
  askReconcile,
  costReport,
  importRates,
  saveBudget,
} from "#app/modules/costs/index.ts";
import { wakeWaiting } from "#app/modules/messaging/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { BilledCard } from "#app/ui/costs/billed-card.tsx";
import { BudgetCard } from "#app/ui/costs/budget-card.tsx";
import { CostAlerts } from "#app/ui/costs/cost-alerts.tsx";
import { readBudgetForm, readRateForm } from "#app/ui/costs/cost-forms.ts";
import { textOf } from "#app/ui/form-text.ts";
import { ForecastCard } from "#app/ui/costs/forecast-card.tsx";
import { RatesCard } from "#app/ui/costs/rates-card.tsx";
import { SpendCard } from "#app/ui/costs/spend-card.tsx";
import { keepShowing, keepTyped } from "#app/ui/keep-page.ts";
import { useFresh } from "#app/ui/use-fresh.ts";
import { useWords } from "#app/ui/words.tsx";

type Deps = AppLoadContext["deps"];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  return costReport(context.deps, shop.id);
}

async function saveLimits(deps: Deps, shopId: string, form: FormData) {
  const read = readBudgetForm(form);
  if (!read.ok) return { ok: false, errors: read.errors };
  await saveBudget(deps, shopId, read.limits);
  // What waits for the budget is decided anew, at once.
  await wakeWaiting(deps, shopId);
  return { ok: true };
}

async function takeIn(deps: Deps, shopId: string, form: FormData) {
  const report = await costReport(deps, shopId);
  const done = await importRates(deps, shopId, {
    text: textOf(form, "text"),
    currency: report.limits.currency,
    validFrom: textOf(form, "validFrom"),
    source: "merchant's file",
    dryRun: form.get("intent") !== "import",
  });
  return { ok: done.errors.length === 0, ...done };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const form = await request.formData();
  const { deps } = context;
  const { id } = await openShop(deps, session.shop);
  const intent = textOf(form, "intent");
  switch (intent) {
    case "budget":
      return { intent, ...(await saveLimits(deps, id, form)) };
    case "rate":
      return { intent, ...(await addRate(deps, id, readRateForm(form))) };
    case "check":
    case "import":
      return { intent, ...(await takeIn(deps, id, form)) };
    case "compare":
      await askReconcile(deps, id);
      return { intent, ok: true };
    default:
      return { intent, ok: false };
  }
}

export const clientLoader = keepShowing();
export const clientAction = keepTyped;

const REFRESH_MS = 5_000;

export default function Costs() {
  const report = useLoaderData<typeof loader>();
  const { t } = useWords();
  useFresh(REFRESH_MS);
  return (
    <Page title={t("costs.title")} subtitle={t("costs.subtitle")}>
      <BlockStack gap="400">
        <CostAlerts alerts={report.alerts} linked={false} />
        <BudgetCard report={report} />
        <SpendCard report={report} />
        <ForecastCard forecast={report.forecast} />
        <RatesCard report={report} />
        <BilledCard report={report} />
      </BlockStack>
    </Page>
  );
}
