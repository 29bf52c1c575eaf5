import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Layout, Page } from "@shopify/polaris";
import { homeReport } from "#app/modules/reports/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { UnclearAnswers } from "#app/ui/answers/unclear-answers.tsx";
import { CostAlerts } from "#app/ui/costs/cost-alerts.tsx";
import { FunnelCard } from "#app/ui/funnel-card.tsx";
import { RecentCard } from "#app/ui/recent-card.tsx";
import { HomeLine } from "#app/ui/recommendations/home-line.tsx";
import { SetupCard } from "#app/ui/setup-card.tsx";
import { UnknownErrors } from "#app/ui/unknown-errors.tsx";
import { useFresh } from "#app/ui/use-fresh.ts";
import { useWords } from "#app/ui/words.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  return homeReport(context.deps, shop.id);
}

const REFRESH_MS = 5_000;

export default function Home() {
  const report = useLoaderData<typeof loader>();
  const { t } = useWords();
  useFresh(REFRESH_MS);
  return (
    <Page title={t("home.title", { shop: report.shopName })}>
      <BlockStack gap="400">
        <CostAlerts alerts={report.costAlerts} linked />
        <UnclearAnswers count={report.unclearAnswers} />
        <UnknownErrors errors={report.unknownErrors} />
        {report.singleOptIn ? (
          <Banner tone="info" title={t("home.singleOptIn.title")}>
            <p>{t("home.singleOptIn.text")}</p>
          </Banner>
        ) : null}
        <Layout>
          <Layout.Section>
            <FunnelCard report={report} />
          </Layout.Section>
          <Layout.Section variant="oneThird">
            <SetupCard setup={report.setup} />
          </Layout.Section>
          <Layout.Section>
            <HomeLine report={report} />
          </Layout.Section>
          <Layout.Section>
            <RecentCard recent={report.recent} timeZone={report.timeZone} />
          </Layout.Section>
        </Layout>
      </BlockStack>
    </Page>
  );
}
