import { expect, test } from "vitest";
import { messageText } from "./message-text.rules.ts";

const template = {
  name: "beckon_double_opt_in",
  language: "en",
  components: [
    { type: "BODY", text: "Hello, this number was entered at {{shop_name}}. Please confirm." },
    { type: "FOOTER", text: "Without your confirmation you will not receive any." },
    {
      type: "BUTTONS",
      buttons: [
        { type: "QUICK_REPLY", text: "I confirm" },
        { type: "QUICK_REPLY", text: "No, thanks" },
      ],
    },
  ],
};
const values = { firstName: null, shopName: "Leinenwerk", pictureUrl: null, linkCode: "" };

test("a message reads as its reader saw it, buttons included", () => {
  expect(messageText(template, values)).toBe(
    "Hello, this number was entered at Leinenwerk. Please confirm.\nWithout your confirmation you will not receive any.\n[I confirm]\n[No, thanks]",
  );
});

test("gaps stay open where what filled them was deleted", () => {
  expect(messageText(template, null)).toContain("entered at {{shop_name}}.");
});

test("a shop's name that looks like a gap is printed as it is", () => {
  const odd = { ...values, shopName: "{{first_name}}" };
  expect(messageText(template, odd)).toContain("entered at {{first_name}}.");
});
