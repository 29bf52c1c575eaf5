import type { LoaderFunctionArgs } from "@remix-run/node";

/** The pages of Shopify's library: it answers by throwing a Response. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  await context.shopify.authenticate.admin(request);
  return null;
}
