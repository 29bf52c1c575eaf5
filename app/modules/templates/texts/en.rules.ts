import type { LanguageTexts } from "./texts.types.ts";

export const en: LanguageTexts = {
  nobody: "there",
  samples: {
    product: "Linen shirt",
    price: "€49.00",
    offer: "our new linen collection",
  },
  buttons: {
    toCart: "Back to my cart",
    toProduct: "Take a look",
    toShop: "Go to the shop",
    optOut: "Stop promotions",
    unsubscribe: "Unsubscribe",
    confirm: "I confirm",
    decline: "No, thanks",
    stay: "Yes, keep them coming",
  },
  wayOut: {
    reply: {
      app: "No more promotions? Tap below.",
      proxy: "Don't want promotions anymore? Tap below.",
    },
    link: {
      app: "No more promotions? Unsubscribe below.",
      proxy: "Don't want promotions anymore? Unsubscribe below.",
    },
  },
  replyStop: {
    app: "Reply STOP if you don't want promotions anymore.",
    proxy: "No more promotions? Reply STOP.",
  },
  cart_reminder_1: {
    withPicture:
      "Hi {{first_name}}, your cart at {{shop_name}} still holds: {{item_summary}}. We have kept it for you.",
    plain:
      "Hi {{first_name}}, your cart at {{shop_name}} still holds: {{item_summary}}. It is saved, and you can pick up where you left off.",
  },
  cart_reminder_2: {
    withPicture:
      "Hi {{first_name}}, one last note about your cart at {{shop_name}}: {{item_summary}}. It is still there if you would like to come back.",
    plain:
      "Hi {{first_name}}, one last note about your cart at {{shop_name}}: {{item_summary}}. If you still like it, your cart is one tap away.",
  },
  recommendation: {
    withPicture:
      "Hi {{first_name}}, this goes well with your last order at {{shop_name}}: {{product_title}} for {{price}}. Would you like to see it?",
    plain:
      "Hi {{first_name}}, we found something that goes well with your last order at {{shop_name}}: {{product_title}} for {{price}}. Have a look if you like.",
  },
  carousel: {
    opening: "Hi {{1}}, these go well with your last order at {{2}}: # for you.",
    suggestions: {
      2: "two suggestions",
      3: "three suggestions",
      4: "four suggestions",
      5: "five suggestions",
    },
    card: "Goes well with your order: {{1}} for {{2}} in the shop.",
  },
  offer: {
    withPicture:
      "Hi {{first_name}}, an offer from {{shop_name}} for you: {{offer}}. Copy the code below and enter it at checkout.",
    plain:
      "Hi {{first_name}}, {{shop_name}} has an offer for you: {{offer}}. You can copy your code below and use it at checkout.",
  },
  limited_time_offer: {
    heading: "Limited time",
    withPicture:
      "Hi {{first_name}}, an offer from {{shop_name}} for a short while: {{offer}}. Your code is below, just enter it at checkout.",
    plain:
      "Hi {{first_name}}, {{shop_name}} has a short offer for you: {{offer}}. Copy your code below and enter it at checkout.",
  },
  consent_renewal: {
    body: "Hello {{first_name}}, you once agreed to WhatsApp messages from {{shop_name}}: cart reminders, recommendations and offers. You have not heard from us for a long time. Would you like to keep getting them?",
  },
  double_opt_in: {
    body: "Hello, this number was entered at {{shop_name}} for WhatsApp messages: cart reminders, recommendations and offers. Please confirm that you would like to receive them.",
    footer: "Without your confirmation you will not receive any.",
  },
  opt_out_confirmation: {
    body: "You are unsubscribed: {{shop_name}} will not send you any more promotions on WhatsApp. There is nothing else you need to do.",
  },
};
