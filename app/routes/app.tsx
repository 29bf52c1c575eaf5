import type { HeadersFunction, LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { Link, Outlet, useLoaderData, useRouteError } from "@remix-run/react";
import { NavMenu } from "@shopify/app-bridge-react";
import polarisDe from "@shopify/polaris/locales/de.json";
import polarisEn from "@shopify/polaris/locales/en.json";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import { boundary } from "@shopify/shopify-app-remix/server";
import { useWords } from "#app/ui/words.tsx";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: polarisStyles }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await context.shopify.authenticate.admin(request);
  return { apiKey: context.apiKey };
}

const POLARIS = { en: polarisEn, de: polarisDe };

export default function App() {
  const { apiKey } = useLoaderData<typeof loader>();
  const { t, locale } = useWords();
  return (
    // App Bridge stands in the head already: `isEmbeddedApp` would add it to the body once more.
    <AppProvider isEmbeddedApp={false} apiKey={apiKey} i18n={POLARIS[locale]}>
      <NavMenu>
        <Link to="/app" rel="home">
          {t("nav.home")}
        </Link>
        <Link to="/app/contacts">{t("nav.contacts")}</Link>
        <Link to="/app/privacy">{t("nav.privacy")}</Link>
        <Link to="/app/consent">{t("nav.consent")}</Link>
        <Link to="/app/answers">{t("nav.answers")}</Link>
        <Link to="/app/reminders">{t("nav.reminders")}</Link>
        <Link to="/app/recommendations">{t("nav.recommendations")}</Link>
        <Link to="/app/sending">{t("nav.sending")}</Link>
        <Link to="/app/templates">{t("nav.templates")}</Link>
        <Link to="/app/costs">{t("nav.costs")}</Link>
        <Link to="/app/whatsapp">{t("nav.whatsapp")}</Link>
      </NavMenu>
      <Outlet />
    </AppProvider>
  );
}

// Shopify's library needs its headers and thrown Responses to reach App Bridge.
export const headers: HeadersFunction = (given) => boundary.headers(given);

export function ErrorBoundary() {
  return boundary.error(useRouteError());
}
