import type { PageContext } from "../../../context.ts";
import { storefrontOrigin, type Checkout, type ShopData } from "../../../state.ts";
import type { HostConfig } from "../client/host-config.ts";
import { html, jsonScript } from "../html.ts";
import { TEXTS } from "../texts.ts";
import { wordingOfShop } from "../theme/published-wording.ts";
import { asLang } from "../visitor.ts";
import { extensionTexts } from "./extension-files.ts";
import { extensionAt, TARGETS, type Target } from "./targets.ts";

export type Host = {
  target: Target;
  lang: string;
  data: ShopData;
  /** Null where no order is looked at. */
  checkout: Checkout | null;
  /** Shopify's number of who is logged in. */
  customerId: number | null;
};

/**
 * The page that runs the built extension for one target: our elements, Shopify's `shopify` object,
 * then the script itself. The body stays empty, because the extension draws into it.
 */
export function hostPage(context: PageContext, host: Host): string {
  const page = html`<!doctype html>
    <html lang="${host.lang}">
      <head>
        <meta charset="utf-8" />
        <title>${host.target}</title>
        <link rel="stylesheet" href="/shop/assets/extension-host.css" />
        ${jsonScript("host-config", hostConfig(context, host))}
        <script src="/shop/scripts/extension-host.js" defer></script>
        <script src="/shop/extension-host/${extensionAt(host.target)}.js" defer></script>
      </head>
      <body></body>
    </html>`;
  return page.text;
}

/** Said in the slot when there is nothing to run. */
export function unbuiltPage(lang: string): string {
  const page = html`<!doctype html>
    <html lang="${lang}">
      <head>
        <meta charset="utf-8" />
        <title>Extension</title>
        <link rel="stylesheet" href="/shop/assets/extension-host.css" />
        <script src="/shop/scripts/extension-host.js" defer></script>
      </head>
      <body>
        <p class="unbuilt" role="alert">${TEXTS[asLang(lang)].extensionMissing}</p>
      </body>
    </html>`;
  return page.text;
}

function buyerOf(checkout: Checkout | null): HostConfig["buyer"] {
  const address = checkout?.shippingAddress;
  return {
    email: checkout?.email ?? null,
    contactPhone: checkout?.phone ?? null,
    shippingPhone: address?.phone ?? null,
    country: address?.countryCode ?? null,
  };
}

function hostConfig(context: PageContext, host: Host): HostConfig {
  const { appUrl, store } = context;
  const { target, lang, data, checkout, customerId } = host;
  const { shop } = data;
  const { lang: extensionLanguage, texts } = extensionTexts(extensionAt(target), lang);
  return {
    target,
    appUrl,
    texts,
    language: lang,
    extensionLanguage,
    checkoutToken: checkout?.token ?? null,
    isLoggedIn: customerId !== null,
    shop: {
      id: `gid://shopify/Shop/${shop.id}`,
      name: shop.name,
      storefrontUrl: storefrontOrigin(store, shop),
      myshopifyDomain: shop.domain,
    },
    wording: wordingOfShop(data),
    settings: { privacy_url: shop.privacyUrl, api_url: appUrl },
    buyer: buyerOf(checkout),
    // After the purchase nothing on the cart can be changed any more (contract 4.3).
    canSetCartMetafields: target === TARGETS.checkout,
  };
}
