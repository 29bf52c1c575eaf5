import type { PhrasesByLabel } from "../../phrase.types.ts";

// Who is writing, asked by whom a shop writes to for the first time; and a plain yes.
export const tr: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "Evet lütfen, tekliflerinizi istiyorum.",
    "Tekliflerinizi istiyorum",
    "Tabii, kampanyaları WhatsApp'tan gönderin",

    "Kimsiniz?",
    "Bana kim yazmış?",
    "kim yazıyor",
    "Kiminle görüşüyorum?",
    "Bu hangi mağaza?",
    "Tanışıyor muyuz?",
    "Bot musun insan mı?",
    "Konu nedir?",
    "Siz kimsiniz, ben ne sipariş etmiştim?",
    "bu mesaj hangi firmadan",
    "Telefonum yeni, kimsiniz?",
    "Bunu Ayşe mi yazdı?",
  ],
  unclear: [],
};
