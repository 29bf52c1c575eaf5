import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { Banner, BlockStack, Card, Link, Page, Select, Text } from "@shopify/polaris";
import { createPlace, pullReport } from "#app/modules/optin/index.ts";
import { openShop } from "#app/modules/shops/index.ts";
import { qrPng, qrSvg } from "#app/shared/qr-code.ts";
import { textOf } from "#app/ui/form-text.ts";
import { keepShowing, keepTyped } from "#app/ui/keep-page.ts";
import { PlaceCard } from "#app/ui/pull/place-card.tsx";
import { PlaceForm } from "#app/ui/pull/place-form.tsx";
import { languageName } from "#app/ui/templates/template-state.tsx";
import { useFresh } from "#app/ui/use-fresh.ts";
import { useWords } from "#app/ui/words.tsx";

const asDataUrl = (type: string, bytes: Buffer) =>
  `data:${type};base64,${bytes.toString("base64")}`;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const { id } = await openShop(context.deps, session.shop);
  const locale = new URL(request.url).searchParams.get("language");
  const report = await pullReport(context.deps, id, { locale });
  const places = report.number === null ? [] : report.places;
  return {
    ...report,
    places: places.map((place) => {
      const svg = qrSvg(place.link, place.label);
      return {
        ...place,
        svg,
        svgUrl: asDataUrl("image/svg+xml", Buffer.from(svg)),
        pngUrl: asDataUrl("image/png", qrPng(place.link)),
      };
    }),
  };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { session } = await context.shopify.authenticate.admin(request);
  const form = await request.formData();
  const { id } = await openShop(context.deps, session.shop);
  return createPlace(context.deps, id, {
    kind: textOf(form, "kind"),
    label: textOf(form, "label"),
  });
}

export const clientLoader = keepShowing();
export const clientAction = keepTyped;

const REFRESH_MS = 5_000;

export default function Pull() {
  const report = useLoaderData<typeof loader>();
  const [parameters, setParameters] = useSearchParams();
  const { t, locale } = useWords();
  useFresh(REFRESH_MS);
  const speak = (language: string) =>
    setParameters({ ...Object.fromEntries(parameters), language }, { preventScrollReset: true });
  return (
    <Page
      title={t("pull.title")}
      subtitle={t("pull.subtitle")}
      backAction={{ content: t("consent.title"), url: "/app/consent" }}
    >
      <BlockStack gap="400">
        {report.number === null ? (
          <Banner tone="warning" title={t("pull.noNumber.title")}>
            <p>
              {t("pull.noNumber.text")} <Link url="/app/whatsapp">{t("setup.whatsapp.link")}</Link>
            </p>
          </Banner>
        ) : (
          <Card>
            <BlockStack gap="200">
              <Text as="p">{t("pull.explained", { number: report.number })}</Text>
              <Text as="p" tone="subdued">
                {t("pull.counts")}
              </Text>
              <Select
                label={t("pull.language")}
                options={report.locales.map((value) => ({
                  value,
                  label: languageName(value, locale),
                }))}
                value={report.locale}
                onChange={speak}
              />
            </BlockStack>
          </Card>
        )}
        {report.number === null ? null : <PlaceForm />}
        {report.places.map((place) => (
          <PlaceCard key={place.code} place={place} timeZone={report.timeZone} />
        ))}
      </BlockStack>
    </Page>
  );
}
