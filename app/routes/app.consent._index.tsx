import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner, BlockStack, Page } from "@shopify/polaris";
import { consentReport, nativeReport, saveConfirmation } from "#app/modules/optin/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { countryNames } from "#app/shared/country-names.ts";
import { ConfirmationCard } from "#app/ui/consent/confirmation-card.tsx";
import { readConfirmationForm } from "#app/ui/consent/confirmation-form.ts";
import { ConsentLinks } from "#app/ui/consent/consent-links.tsx";
import { CoverageCard } from "#app/ui/consent/coverage-card.tsx";
import { NativeCard } from "#app/ui/consent/native-card.tsx";
import { keepShowing, keepTyped } from "#app/ui/keep-page.ts";
import { SaveForm } from "#app/ui/save-form.tsx";
import { useWords } from "#app/ui/words.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const { id } = await openShop(context.deps, session.shop);
  // Which language the admin speaks is known where the page is drawn.
  const countries = { de: countryNames("de"), en: countryNames("en") };
  const native = await nativeReport(context.deps, id);
  return { report: await consentReport(context.deps, id), native, countries };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const offered = new Set(countryNames("en").map(({ code }) => code));
  const read = readConfirmationForm(await request.formData(), offered);
  if (!read.ok) return { saved: false, errors: read.errors };
  const { id } = await openShop(context.deps, session.shop);
  await saveConfirmation(context.deps, id, read.confirmation);
  return { saved: true, errors: {} };
}

export const clientLoader = keepShowing();
export const clientAction = keepTyped;

export default function Consent() {
  const { report, native, countries } = useLoaderData<typeof loader>();
  const { t, locale } = useWords();
  return (
    <Page title={t("consent.title")} subtitle={t("consent.subtitle")}>
      <BlockStack gap="400">
        {report.template === "approved" ? null : (
          <Banner tone="warning" title={t("consent.noTemplate.title")}>
            <p>{t("consent.noTemplate.text")}</p>
          </Banner>
        )}
        <SaveForm
          words="consent"
          renderFields={(errors) => (
            <ConfirmationCard
              confirmation={report.confirmation}
              countries={countries[locale]}
              errors={errors}
            />
          )}
        />
        <CoverageCard {...report} />
        <NativeCard native={native} />
        <ConsentLinks />
      </BlockStack>
    </Page>
  );
}
