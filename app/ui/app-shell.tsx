import { Link, useRouteLoaderData } from "@remix-run/react";
import { NavMenu } from "@shopify/app-bridge-react";
import polarisDe from "@shopify/polaris/locales/de.json";
import polarisEn from "@shopify/polaris/locales/en.json";
import { AppProvider } from "@shopify/shopify-app-remix/react";
import type { ReactNode } from "react";
import { useWords } from "./words.tsx";

const POLARIS = { en: polarisEn, de: polarisDe };

/** What is sent and what it brings first, then who gets it and why that is lawful. */
const PAGES = [
  "reminders",
  "recommendations",
  "sending",
  "templates",
  "whatsapp",
  "costs",
  "contacts",
  "answers",
  "consent",
  "privacy",
] as const;

/** What stands around every page of the admin, also around one that could not be shown. */
export function AppShell({ children }: { children: ReactNode }) {
  const root = useRouteLoaderData<{ apiKey: string }>("root");
  const { t, locale } = useWords();
  return (
    // App Bridge stands in the head already: `isEmbeddedApp` would add it to the body once more.
    <AppProvider isEmbeddedApp={false} apiKey={root?.apiKey ?? ""} i18n={POLARIS[locale]}>
      <NavMenu>
        <Link to="/app" rel="home">
          {t("nav.home")}
        </Link>
        {PAGES.map((page) => (
          <Link key={page} to={`/app/${page}`}>
            {t(`nav.${page}`)}
          </Link>
        ))}
      </NavMenu>
      {children}
    </AppProvider>
  );
}
