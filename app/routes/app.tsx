import type { HeadersFunction, LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { isRouteErrorResponse, Outlet, useRouteError } from "@remix-run/react";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import { boundary } from "@shopify/shopify-app-remix/server";
import { AppShell } from "#app/ui/app-shell.tsx";
import { BrokenPage } from "#app/ui/broken-page.tsx";
import { keepShowing } from "#app/ui/keep-page.ts";
import ownStyles from "#app/ui/own.css?url";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: polarisStyles },
  { rel: "stylesheet", href: ownStyles },
];

export async function loader({ request, context }: LoaderFunctionArgs) {
  await context.shopify.authenticate.admin(request);
  return null;
}

export const clientLoader = keepShowing();

export default function App() {
  return (
    <AppShell>
      <Outlet />
    </AppShell>
  );
}

// Shopify's library needs its headers and thrown Responses to reach App Bridge.
export const headers: HeadersFunction = (given) => boundary.headers(given);

export function ErrorBoundary() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status < 400) return boundary.error(error);
  return (
    <AppShell>
      <BrokenPage error={error} />
    </AppShell>
  );
}
