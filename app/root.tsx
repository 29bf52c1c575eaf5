import type { LoaderFunctionArgs } from "@remix-run/node";
import {
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useRouteLoaderData,
} from "@remix-run/react";
import type { ReactNode } from "react";
import { pickLocale } from "#app/ui/locale.ts";
import { OutsidePage } from "#app/ui/outside-page.tsx";
import { STORAGE_SHIM } from "#app/ui/storage-shim.ts";
import { WordsProvider } from "#app/ui/words.tsx";

export function loader({ request, context }: LoaderFunctionArgs) {
  const locale = pickLocale({
    parameter: new URL(request.url).searchParams.get("locale"),
    acceptLanguage: request.headers.get("accept-language"),
  });
  return { apiKey: context.apiKey, appBridgeUrl: context.appBridgeUrl, locale };
}

/** The language belongs to the document: later requests no longer carry the admin's parameter. */
export function shouldRevalidate() {
  return false;
}

export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>("root");
  const locale = data?.locale ?? "en";
  return (
    <html lang={locale}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <title>Beckon</title>
        {/* Before every other script: Remix reads the storage that a browser may refuse in a frame. */}
        <script dangerouslySetInnerHTML={{ __html: STORAGE_SHIM }} />
        {data ? <meta name="shopify-api-key" content={data.apiKey} /> : null}
        {/* Shopify asks for App Bridge as the first script of its own, in the head. */}
        {data ? <script src={data.appBridgeUrl} /> : null}
        <Meta />
        <Links />
      </head>
      <body>
        <WordsProvider locale={locale}>{children}</WordsProvider>
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

/** Remix's own would write a stack into the log for every address that a scanner tries. */
export function ErrorBoundary() {
  return <OutsidePage />;
}
