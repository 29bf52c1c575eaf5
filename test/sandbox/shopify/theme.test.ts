import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { splitBlock } from "./pages/shop/theme/block-schema.ts";
import { textAt, themeTexts } from "./pages/shop/theme/theme-files.ts";
import { type Rig, SHOP, startRig } from "./rig.ts";

let rig: Rig;

beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

async function page(path: string): Promise<string> {
  const answer = await fetch(rig.url + path);
  expect(answer.status).toBe(200);
  return answer.text();
}

describe("the theme's pages", () => {
  test.each([
    ["/shop/products/leinen-kissen?lang=de", "beckon-block", "Mobilnummer für WhatsApp"],
    ["/shop/cart?lang=en", "beckon-block", "Mobile number for WhatsApp"],
    ["/shop?lang=en", "beckon-embed", "Mobile number for WhatsApp"],
  ])("%s holds what the merchant put there, in the page's language", async (path, css, words) => {
    const text = await page(path);
    expect(text).toContain(css);
    expect(text).toContain(words);
    expect(text.match(/beckon-opt-in\.js/g)).toHaveLength(1);
    expect(text.match(/beckon-opt-in\.css/g)).toHaveLength(1);
  });

  test("a page without a block loads nothing of the app", async () => {
    expect(await page("/shop/privacy")).not.toContain("beckon");
  });

  test("the merchant's own sentence takes the place of ours, in block and extension", async () => {
    const own = { text: "{{shop}} auf <WhatsApp>? {{privacy}}!", privacyLabel: 'Die "DSE"' };
    const value = JSON.stringify({ version: "own-1", locales: { de: own } });
    const field = { id: 1, key: "consent_wording", type: "json", value };
    const data = rig.store.shops.get(SHOP);
    data?.metafields.app.push({ ...field, namespace: "beckon" });
    data?.metafields.shop.push({ ...field, namespace: "$app" });
    const german = await page(`/shop/cart?shop=${SHOP}&lang=de`);
    expect(german).toContain("Leinenwerk auf &lt;WhatsApp&gt;? <a href=");
    expect(german).toContain('value="Leinenwerk auf &lt;WhatsApp&gt;? Die &#34;DSE&#34;!"');
    expect(german).toContain('name="wording_version" value="own-1"');
    const english = await page(`/shop/cart?shop=${SHOP}&lang=en`);
    expect(english).toContain('name="wording_version" value="checkout-');
    data?.metafields.app.pop();
    data?.metafields.shop.pop();
  });

  test("a shop's name is text, whatever it is", async () => {
    const name = '<b>"Ours" & {{privacy}}</b>';
    await rig.control("/seed", { shops: [{ domain: SHOP, name }] });
    const text = await page(`/shop/cart?shop=${SHOP}&lang=de`);
    expect(text).not.toContain(name);
    await rig.control("/seed", { shops: [{ domain: SHOP, name: "Leinenwerk" }] });
  });
});

const block = (schema: object) => `<p></p>{% schema %}${JSON.stringify(schema)}{% endschema %}`;
const good = { name: "t:opt_in.name", target: "section" };

describe("a block is refused with", () => {
  test.each([
    ["no schema", "<p></p>", "one schema"],
    ["two schemas", block(good) + block(good), "one schema"],
    ["a target that is none", block({ ...good, target: "header" }), "target"],
    ["a script that is no asset", block({ ...good, javascript: "missing.js" }), "assets"],
    [
      "a setting without a label",
      block({ ...good, settings: [{ type: "text", id: "a" }] }),
      "label",
    ],
    ["a key that Shopify does not know", block({ ...good, presets: [] }), "presets"],
  ])("%s", (_name, source, problem) => {
    expect(() => splitBlock(source)).toThrow(problem);
  });

  test("a text that no locale file has", () => {
    expect(() => textAt(themeTexts("de"), "opt_in.nothing")).toThrow("translation missing");
  });
});
