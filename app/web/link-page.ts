import type { AnswerBody } from "./answer.ts";
import { escapeHtml } from "./escape-html.ts";

interface Words {
  expired: string;
  used: string;
  expiredText: string;
  usedText: string;
  toShop: string;
}

const WORDS: Record<string, Words> = {
  en: {
    expired: "This link has expired",
    expiredText:
      "Your cart is no longer kept under this link. Have a look around the shop instead.",
    used: "This cart is already ordered",
    usedText: "Thank you! There is nothing left to do here. You are welcome back any time.",
    toShop: "Go to the shop",
  },
  de: {
    expired: "Dieser Link ist abgelaufen",
    expiredText: "Dein Warenkorb ist unter diesem Link nicht mehr da. Schau gern im Shop vorbei.",
    used: "Dieser Warenkorb ist schon bestellt",
    usedText: "Danke! Hier ist nichts mehr zu tun. Du bist jederzeit wieder willkommen.",
    toShop: "Zum Shop",
  },
  fr: {
    expired: "Ce lien a expiré",
    expiredText: "Votre panier n’est plus disponible sous ce lien. Découvrez plutôt la boutique.",
    used: "Ce panier a déjà été commandé",
    usedText: "Merci ! Il n’y a plus rien à faire ici. À très bientôt.",
    toShop: "Aller à la boutique",
  },
  es: {
    expired: "Este enlace ha caducado",
    expiredText: "Tu carrito ya no está disponible en este enlace. Te esperamos en la tienda.",
    used: "Este carrito ya se ha pedido",
    usedText: "¡Gracias! Aquí ya no queda nada por hacer. Vuelve cuando quieras.",
    toShop: "Ir a la tienda",
  },
  it: {
    expired: "Questo link è scaduto",
    expiredText: "Il tuo carrello non è più disponibile a questo link. Ti aspettiamo nel negozio.",
    used: "Questo carrello è già stato ordinato",
    usedText: "Grazie! Qui non resta altro da fare. Torna quando vuoi.",
    toShop: "Vai al negozio",
  },
  nl: {
    expired: "Deze link is verlopen",
    expiredText: "Je winkelwagen staat niet meer onder deze link. Kijk gerust rond in de winkel.",
    used: "Deze winkelwagen is al besteld",
    usedText: "Bedankt! Je hoeft hier niets meer te doen. Je bent altijd weer welkom.",
    toShop: "Naar de winkel",
  },
  pt: {
    expired: "Este link expirou",
    expiredText: "Seu carrinho não está mais disponível neste link. Aproveite para visitar a loja.",
    used: "Este carrinho já foi comprado",
    usedText: "Obrigado! Não há mais nada a fazer aqui. Volte sempre que quiser.",
    toShop: "Ir para a loja",
  },
  pl: {
    expired: "Ten link wygasł",
    expiredText: "Twój koszyk nie jest już dostępny pod tym linkiem. Zapraszamy do sklepu.",
    used: "Ten koszyk został już zamówiony",
    usedText: "Dziękujemy! Nie trzeba nic więcej robić. Zapraszamy ponownie.",
    toShop: "Przejdź do sklepu",
  },
  tr: {
    expired: "Bu bağlantının süresi doldu",
    expiredText: "Sepetiniz artık bu bağlantıda tutulmuyor. Mağazaya göz atabilirsiniz.",
    used: "Bu sepet zaten sipariş edildi",
    usedText: "Teşekkürler! Burada yapılacak bir şey kalmadı. Yine bekleriz.",
    toShop: "Mağazaya git",
  },
};
const ENGLISH = WORDS["en"];

const STYLE = `:root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;
font:1.05rem/1.5 system-ui,sans-serif;background:#f6f5f2;color:#1f2421}main{max-width:26rem;padding:2rem;text-align:center}
h1{font-size:1.4rem;line-height:1.3}p{color:#555d58}a{display:inline-block;margin-top:.75rem;padding:.75rem 1.4rem;border-radius:.6rem;
background:#1f6f4a;color:#fff;text-decoration:none}a:focus-visible{outline:3px solid #8fd0b0;outline-offset:2px}
@media(prefers-color-scheme:dark){body{background:#171a18;color:#eef1ef}p{color:#aab3ae}}`;

/** What a shopper sees whose link has expired or whose cart is ordered: the way into the shop. */
export function linkPage(facts: {
  kind: "expired" | "used";
  language: string;
  shopName: string;
  shopUrl: string;
}): AnswerBody {
  const asked = facts.language.slice(0, 2).toLowerCase();
  const language = WORDS[asked] ? asked : "en";
  const words = WORDS[language] ?? ENGLISH;
  if (!words) throw new Error("English is always there");
  const html = `<!doctype html><html lang="${language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">
<title>${escapeHtml(facts.shopName)}</title><style>${STYLE}</style></head><body><main>
<p>${escapeHtml(facts.shopName)}</p><h1>${words[facts.kind]}</h1><p>${words[`${facts.kind}Text`]}</p>
<a href="${escapeHtml(facts.shopUrl)}">${words.toShop}</a></main></body></html>`;
  return {
    html,
    headers: {
      // It may be framed: it does nothing, and holds one link to the shop.
      "Content-Security-Policy":
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
      "Referrer-Policy": "no-referrer",
    },
  };
}
