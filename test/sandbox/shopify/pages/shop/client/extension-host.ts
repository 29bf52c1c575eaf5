/// <reference lib="dom" />
import { defineElements } from "./elements/elements.ts";
import type { FromFrame } from "./extension-messages.ts";
import { readHostConfig } from "./host-config.ts";
import { createShopify } from "./shopify-api.ts";

// Shopify's side of a checkout UI extension: the elements, the global `shopify`, and a frame that is
// as high as what it shows. The extension's own script runs after this one.

function tellPage(message: FromFrame): void {
  parent.postMessage(message, location.origin);
}

const root = document.documentElement;
new ResizeObserver(() => {
  tellPage({ kind: "height", height: Math.ceil(root.getBoundingClientRect().height) });
}).observe(root);

const written = document.getElementById("host-config");
if (written) {
  const config = readHostConfig(written.textContent);
  defineElements();
  Object.assign(globalThis, { BECKON_API_URL: config.appUrl, shopify: createShopify(config) });
  tellPage({ kind: "ready" });
}
