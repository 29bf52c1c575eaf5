import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Layout, Page } from "@shopify/polaris";
import { homeReport } from "#app/modules/reports/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { UnclearAnswers } from "#app/ui/answers/unclear-answers.tsx";
import { CostAlerts } from "#app/ui/costs/cost-alerts.tsx";
import { FunnelCard } from "#app/ui/funnel-card.tsx";
import { keepShowing } from "#app/ui/keep-page.ts";
import { RecentCard } from "#app/ui/recent-card.tsx";
import { HomeLine } from "#app/ui/recommendations/home-line.tsx";
import { isSetUp, SetupCard } from "#app/ui/setup-card.tsx";
import { UnknownErrors } from "#app/ui/unknown-errors.tsx";
import { useFresh } from "#app/ui/use-fresh.ts";
import { useWords } from "#app/ui/words.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const shop = await openShop(context.deps, session.shop);
  return homeReport(context.deps, shop.id);
}

export const clientLoader = keepShowing();

const REFRESH_MS = 5_000;

export default function Home() {
  const report = useLoaderData<typeof loader>();
  const { t } = useWords();
  useFresh(REFRESH_MS);
  const figures = (
    <Layout.Section key="figures">
      <FunnelCard report={report} />
    </Layout.Section>
  );
  const setup = (
    <Layout.Section key="setup" variant="oneThird">
      <SetupCard setup={report.setup} />
    </Layout.Section>
  );
  return (
    <Page title={t("home.title", { shop: report.shopName })}>
      <BlockStack gap="400">
        <CostAlerts alerts={report.costAlerts} linked />
        <UnclearAnswers count={report.unclearAnswers} />
        <UnknownErrors errors={report.unknownErrors} />
        {report.singleOptIn ? (
          <Banner
            tone="info"
            title={t("home.singleOptIn.title")}
            action={{ content: t("home.singleOptIn.link"), url: "/app/consent" }}
          >
            <p>{t("home.singleOptIn.text")}</p>
          </Banner>
        ) : null}
        <Layout>
          {isSetUp(report.setup) ? [figures, setup] : [setup, figures]}
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
