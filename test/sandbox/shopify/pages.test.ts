import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { request } from "undici";
import { API_KEY, API_SECRET, at, type Received, type Rig, SHOP, startRig } from "./rig.ts";
import { verifyJwt } from "./tokens/session-tokens.ts";

// The shop as a browser sees it, over real HTTP: forms, redirects and cookies.
let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

type Page = { status: number; text: string; location: string };
type Fields = Record<string, string>;

/** A browser without scripts: keeps cookies, follows nothing by itself. */
function visitor(language = "de") {
  const cookies = new Map<string, string>();
  const send = async (path: string, fields?: Fields, type = "form"): Promise<Page> => {
    const isJson = type === "json";
    const body = isJson ? JSON.stringify(fields) : new URLSearchParams(fields).toString();
    const answer = await request(new URL(path, rig.url), {
      method: fields ? "POST" : "GET",
      headers: {
        "accept-language": language,
        cookie: [...cookies].map((pair) => pair.join("=")).join("; "),
        "content-type": isJson ? "application/json" : "application/x-www-form-urlencoded",
      },
      ...(fields ? { body } : {}),
    });
    for (const line of [answer.headers["set-cookie"] ?? []].flat()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = String(answer.headers.location ?? "");
    return { status: answer.statusCode, text: await answer.body.text(), location };
  };
  return {
    open: (path: string) => send(path),
    submit: (path: string, fields: Fields = {}) => send(path, fields),
    type: (checkout: string, fields: Fields) => send(`${checkout}/contact`, fields, "json"),
  };
}
type Visitor = ReturnType<typeof visitor>;

const LINEN_IN_LARGE = "70012";
const ADDRESS = {
  email: "mia@example.org",
  firstName: "Mia",
  lastName: "Lind",
  address1: "Hauptstraße 5",
  zip: "10115",
  city: "Berlin",
  country: "DE",
  phone: "0151 23456789",
};

describe("a cart permalink", () => {
  test("leads to a checkout with just what it names, whatever was in the cart", async () => {
    const shopper = visitor();
    await shopper.submit("/shop/cart/add", { variant: LINEN_IN_LARGE, quantity: "2" });
    const { status, location } = await shopper.open("/cart/70091:1,70181:2?discount=NONE");
    expect(status).toBe(302);
    const { text } = await shopper.open(location);
    expect(text).toContain("Becher aus Steingut");
    expect(text).toContain("Röstkaffee");
    expect(text).not.toContain("Bettwäsche");
  });
  test.each(["70091", "70091:0", "70091:1,", "1:1", "70091:1;70181:1"])(
    "is refused with 404 as %s",
    async (items) => {
      expect((await visitor().open(`/cart/${items}`)).status).toBe(404);
    },
  );
});

/** Puts the bedding into the cart and opens the checkout; gives back the checkout's path. */
async function toCheckout(shopper: Visitor): Promise<string> {
  await shopper.submit("/shop/cart/add", { variant: LINEN_IN_LARGE, quantity: "2" });
  return (await shopper.submit("/shop/cart/checkout")).location;
}

const tokenIn = (path: string) => path.split("/").at(-1) ?? "";

/** Deliveries that name this checkout, in the order in which they came. */
async function told(path: string): Promise<Received[]> {
  await rig.control("/webhooks/drain");
  return rig.received.filter(
    ({ body }) => body["token"] === tokenIn(path) || body["checkout_token"] === tokenIn(path),
  );
}
const topics = (all: Received[]) => all.map(({ headers }) => headers["x-shopify-topic"]);

describe("the storefront", () => {
  test("shows the range with pictures and prices", async () => {
    const { status, text } = await visitor().open("/shop");
    expect(status).toBe(200);
    expect(text).toContain("Bettwäsche aus gewaschenem Leinen");
    expect(text).toContain("/pictures/leinen-bettwaesche.jpg");
    expect(text).toMatch(/ab 149,00\s€/);
  });

  test("speaks the browser's language, and the one that was chosen from then on", async () => {
    const shopper = visitor("en-GB,en;q=0.9");
    expect((await shopper.open("/shop")).text).toContain("Washed linen bedding set");
    expect((await shopper.open("/shop?lang=de")).text).toContain('<html lang="de">');
    expect((await shopper.open("/shop/cart")).text).toContain("Dein Warenkorb");
  });

  test("answers an unknown product with 404 and a way back", async () => {
    const { status, text } = await visitor().open("/shop/products/nothing");
    expect(status).toBe(404);
    expect(text).toContain('href="/shop"');
  });

  test("sells nothing that is sold out", async () => {
    await rig.control("/products/7010", { shop: SHOP, available: false });
    const { text } = await visitor().open("/shop/products/bienenwachskerze");
    await rig.control("/products/7010", { shop: SHOP, available: true });
    expect(text).toMatch(/<button class="button" disabled>\s*Ausverkauft/);
  });

  test("has a picture of every product", async () => {
    const products = [...(rig.store.shops.get(SHOP)?.products.values() ?? [])];
    const answers = await Promise.all(
      products.map(async ({ picture }) => {
        const { statusCode, headers, body } = await request(`${rig.url}${picture}`);
        const size = (await body.arrayBuffer()).byteLength;
        return { picture, statusCode, type: headers["content-type"], isLight: size <= 120 * 1024 };
      }),
    );
    expect(answers).toEqual(
      products.map(({ picture }) => ({
        picture,
        statusCode: 200,
        type: "image/jpeg",
        isLight: true,
      })),
    );
  });
});

describe("the cart", () => {
  test("holds what was put in, in the size that was chosen, and can be emptied", async () => {
    const shopper = visitor();
    await shopper.submit("/shop/cart/add", { variant: LINEN_IN_LARGE, quantity: "2" });
    const full = await shopper.open("/shop/cart");
    expect(full.text).toContain("155 × 220 cm");
    expect(full.text).toMatch(/358,00\s€/);
    await shopper.submit("/shop/cart/update", { variant: LINEN_IN_LARGE, quantity: "1" });
    expect((await shopper.open("/shop/cart")).text).toMatch(/179,00\s€/);
    await shopper.submit("/shop/cart/update", { variant: LINEN_IN_LARGE, remove: "1" });
    expect((await shopper.open("/shop/cart")).text).toContain("Dein Warenkorb ist leer.");
  });

  test("belongs to one browser", async () => {
    await visitor().submit("/shop/cart/add", { variant: LINEN_IN_LARGE });
    expect((await visitor().open("/shop/cart")).text).toContain("Dein Warenkorb ist leer.");
  });

  test("does not lead to a checkout while it is empty", async () => {
    expect((await visitor().submit("/shop/cart/checkout")).location).toBe("/shop/cart");
  });
});

describe("the checkout", () => {
  test("knows nothing of the shopper at first", async () => {
    const shopper = visitor();
    const { text } = await shopper.open(await toCheckout(shopper));
    expect(text).toMatch(/name="email"\s+type="email"\s+value=""/);
    expect(text).toMatch(/name="phone"\s+type="tel"\s+value=""/);
    expect(text).toMatch(/<option value="DE"\s*>/);
  });

  test("sends one checkouts/create, then an update for each change and none for the same again", async () => {
    const shopper = visitor();
    const path = await toCheckout(shopper);
    await shopper.type(path, { email: "mia@exam", country: "DE" });
    await shopper.type(path, { email: "mia@example.org", country: "DE" });
    await shopper.type(path, { email: "mia@example.org", country: "DE" });
    await shopper.type(path, ADDRESS);
    const all = await told(path);
    expect(topics(all)).toEqual(["checkouts/create", "checkouts/update", "checkouts/update"]);
    expect(at(all, 0, "body", "email")).toBeNull();
    expect(at(all, 1, "body")).toMatchObject({ email: "mia@example.org", customer_locale: "de" });
    expect(at(all, 2, "body", "shipping_address")).toMatchObject({
      phone: "0151 23456789",
      first_name: "Mia",
      country_code: "DE",
    });
  });

  test("follows the cart when the shopper comes back with more in it", async () => {
    const shopper = visitor();
    const path = await toCheckout(shopper);
    await shopper.submit("/shop/cart/add", { variant: "70031", quantity: "1" });
    expect((await shopper.submit("/shop/cart/checkout")).location).toBe(path);
    expect(at((await told(path)).at(-1), "body", "line_items")).toHaveLength(2);
  });

  test("ends in an order that names it, and in a thank-you page", async () => {
    const shopper = visitor();
    const path = await toCheckout(shopper);
    const { status, location } = await shopper.submit(`${path}/buy`, ADDRESS);
    expect(status).toBe(303);
    const all = await told(path);
    expect(topics(all)).toEqual(
      expect.arrayContaining(["checkouts/create", "orders/create", "orders/paid"]),
    );
    const order = all.find(({ headers }) => headers["x-shopify-topic"] === "orders/create");
    expect(order?.body).toMatchObject({ checkout_token: tokenIn(path), email: "mia@example.org" });
    const { text } = await shopper.open(location);
    expect(text).toContain("Danke, Mia!");
    expect(text).toContain("purchase.thank-you.block.render");
    expect((await shopper.open(path)).location).toBe(location);
  });

  test("is left with an empty cart, and the next one gets a token of its own", async () => {
    const shopper = visitor();
    const path = await toCheckout(shopper);
    await shopper.submit(`${path}/buy`, ADDRESS);
    expect((await shopper.open("/shop/cart")).text).toContain("Dein Warenkorb ist leer.");
    expect(await toCheckout(shopper)).not.toBe(path);
  });

  test("says which fields are missing, and keeps the rest", async () => {
    const shopper = visitor();
    const path = await toCheckout(shopper);
    const { status, text } = await shopper.submit(`${path}/buy`, {
      ...ADDRESS,
      email: "",
      zip: "",
    });
    expect(status).toBe(422);
    expect(text.match(/class="field-error"/g)).toHaveLength(2);
    expect(text).toContain('value="Mia"');
    expect(text).toContain(`href="${path}?lang=en"`);
    expect(topics(await told(path))).not.toContain("orders/create");
  });

  test("does not sell what is gone by now", async () => {
    const shopper = visitor();
    const path = await toCheckout(shopper);
    await rig.control("/products/7001", { shop: SHOP, available: false });
    const { status, text } = await shopper.submit(`${path}/buy`, ADDRESS);
    await rig.control("/products/7001", { shop: SHOP, available: true });
    expect(status).toBe(422);
    expect(text).toContain("ausverkauft");
  });
});

describe("the link of a reminder", () => {
  test("brings cart, checkout and language back on another device", async () => {
    const shopper = visitor("de");
    const path = await toCheckout(shopper);
    await shopper.type(path, ADDRESS);
    const phone = visitor("en");
    const { location } = await phone.open(`/shop/checkout/recover?token=${tokenIn(path)}`);
    expect(location).toBe(path);
    const { text } = await phone.open(location);
    expect(text).toContain('value="mia@example.org"');
    expect(text).toContain('<html lang="de">');
    expect((await phone.open("/shop/cart")).text).toContain("155 × 220 cm");
  });

  test("fills the cart of a checkout that was made without one", async () => {
    const { json } = await rig.control("/checkouts", { shop: SHOP, email: "kim@example.org" });
    const phone = visitor();
    await phone.open(`/shop/checkout/recover?token=${String(at(json, "token"))}`);
    expect((await phone.open("/shop/cart")).text).toContain("Bettwäsche");
  });

  test("leads to the thank-you page once the cart was bought", async () => {
    const shopper = visitor();
    const path = await toCheckout(shopper);
    const { location } = await shopper.submit(`${path}/buy`, ADDRESS);
    const again = await visitor().open(`/shop/checkout/recover?token=${tokenIn(path)}`);
    expect(again.location).toBe(location);
  });

  test("leads to the shop, with a friendly word, when there is no such cart", async () => {
    const shopper = visitor();
    const { location } = await shopper.open("/shop/checkout/recover?token=unknown");
    expect((await shopper.open(location)).text).toContain("Diesen Warenkorb gibt es nicht mehr.");
  });
});

describe("the host of the checkout extension", () => {
  const hostUrl = (path: string, target = "purchase.checkout.contact.render-after") =>
    `/shop/extension-host?target=${target}&checkout=${tokenIn(path)}&lang=fr`;

  test("hands over the shop, its settings and the texts of the wanted language", async () => {
    const shopper = visitor();
    const path = await toCheckout(shopper);
    const { text } = await shopper.open(hostUrl(path));
    const written = /id="host-config"[^>]*>(.+?)<\/script>/.exec(text)?.[1] ?? "{}";
    const config: unknown = JSON.parse(written);
    expect(config).toMatchObject({
      checkoutToken: tokenIn(path),
      extensionLanguage: "fr",
      shop: { name: "Leinenwerk", myshopifyDomain: SHOP },
      canSetCartMetafields: true,
    });
    expect(at(config, "settings", "api_url")).toContain("http://127.0.0.1:");
    expect(at(config, "texts", "phone_label")).toContain("WhatsApp");
  });

  test("mints session tokens of the checkout's shop", async () => {
    const shopper = visitor();
    const checkout = tokenIn(await toCheckout(shopper));
    const { text } = await shopper.open(`/shop/extension-host/session-token?checkout=${checkout}`);
    expect(verifyJwt(text, API_SECRET)).toMatchObject({ dest: SHOP, aud: API_KEY });
    const unknown = await shopper.open("/shop/extension-host/session-token?checkout=nothing");
    expect(unknown.status).toBe(404);
  });

  test("copies a cart metafield to the order, and takes none afterwards", async () => {
    const shopper = visitor();
    const path = await toCheckout(shopper);
    const field = { namespace: "$app", key: "wa_optin", type: "json", value: "{}" };
    const set = () =>
      rig.call("/shop/extension-host/metafield", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ checkout: tokenIn(path), field }),
      });
    expect((await set()).status).toBe(204);
    const { location } = await shopper.submit(`${path}/buy`, ADDRESS);
    const orders = [...(rig.store.shops.get(SHOP)?.orders.values() ?? [])];
    const order = orders.find(({ token }) => token === tokenIn(location));
    expect(order?.metafields).toMatchObject([field]);
    expect((await set()).status).toBe(409);
  });

  test("is in the checkout of Shopify Plus only, and on every thank-you page", async () => {
    const seed = { domain: "basic.myshopify.com", name: "Basic", plan: "Basic" };
    await rig.control("/seed", { shops: [seed] });
    const shopper = visitor();
    await shopper.open("/shop?shop=basic.myshopify.com");
    const path = await toCheckout(shopper);
    expect((await shopper.open(path)).text).not.toContain("<iframe");
    const { location } = await shopper.submit(`${path}/buy`, ADDRESS);
    expect((await shopper.open(location)).text).toContain("<iframe");
  });

  test("refuses a target that the extension does not have", async () => {
    const shopper = visitor();
    const path = await toCheckout(shopper);
    expect((await shopper.open(hostUrl(path, "purchase.checkout.block.render"))).status).toBe(404);
  });

  test("says so in the slot when nobody has built the extension", async () => {
    const bare = await startRig({ extensionFile: "/nowhere/whatsapp-opt-in.js" });
    const { json } = await bare.control("/checkouts", { shop: SHOP });
    const path = `/shop/checkout/${String(at(json, "token"))}`;
    const answer = await request(`${bare.url}${hostUrl(path)}`);
    const text = await answer.body.text();
    await bare.close();
    expect(text).toContain("not built yet");
  });
});

describe("a customer's account", () => {
  const PROFILE = "/shop/extension-host?target=customer-account.profile.block.render&lang=de";

  test("is for whoever has signed in, and has room for the profile's extension", async () => {
    const shopper = visitor();
    expect((await shopper.open("/shop/account")).text).not.toContain("<iframe");
    const { location } = await shopper.submit("/shop/account/sign-in", {
      email: "ole@example.org",
    });
    expect(location).toBe("/shop/account");
    const { text } = await shopper.open(location);
    expect(text).toContain("ole@example.org");
    expect(text).toContain("customer-account.profile.block.render");
    await shopper.submit("/shop/account/sign-out");
    expect((await shopper.open("/shop/account")).text).not.toContain("<iframe");
  });

  test("refuses the profile's target to whoever is not signed in", async () => {
    expect((await visitor().open(PROFILE)).status).toBe(404);
  });

  test("puts the customer into the session token, and nobody into a guest's", async () => {
    const shopper = visitor();
    const claimsOf = async (of: Visitor) => {
      const { text } = await of.open("/shop/extension-host/session-token");
      return verifyJwt(text, API_SECRET);
    };
    expect((await claimsOf(shopper))?.["sub"]).toBeUndefined();
    await shopper.submit("/shop/account/sign-in", { email: "ole@example.org" });
    expect((await claimsOf(shopper))?.["sub"]).toMatch(/^gid:\/\/shopify\/Customer\/\d+$/);
  });

  test("shows the status of an order to whoever has its link", async () => {
    const shopper = visitor();
    const path = await toCheckout(shopper);
    const { location } = await shopper.submit(`${path}/buy`, ADDRESS);
    const thanks = (await shopper.open(location)).text;
    const link = /\/shop\/account\/orders\/[^"]+/.exec(thanks)?.[0] ?? "";
    const { status, text } = await visitor().open(link);
    expect(status).toBe(200);
    expect(text).toContain("customer-account.order-status.block.render");
    expect((await visitor().open("/shop/account/orders/guess")).status).toBe(404);
  });
});
