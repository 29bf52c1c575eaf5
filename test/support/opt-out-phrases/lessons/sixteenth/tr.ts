import type { PhrasesByLabel } from "../../phrase.types.ts";

// Who is writing: a question of everybody whom a shop writes to for the first time.
export const tr: PhrasesByLabel = {
  stop: [],
  ordinary: [
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
