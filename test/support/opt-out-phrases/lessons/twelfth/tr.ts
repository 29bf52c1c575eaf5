import type { PhrasesByLabel } from "../../phrase.types.ts";

export const tr: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "lütfen beni çıkarmayın",
    "listeden silinmek istemiyorum",
    "beni silmeyin",
    "abonelikten çıkmak istemem",
    "çıkmak mı? asla",
    "durmak mı? hayır, devam edin",
    "listeden çıkmak mı? hayır, kalıyorum",
    "az daha çıkıyordum ama kampanya güzel",
    "mesajları asla kesmeyin",
    "yazmazsanız üzülürüm",
    "mesajınızı bulamıyorum",
    "kodlu mesajı bulamadım",
    "bana artık mesajınız yok mu?",
    "benimle iletişime geçin lütfen",
    "daha fazla bilgi lütfen",
    "aramayın, yazın daha iyi",
    "henüz yollamayın",
    "yoga kursundan çıkarın beni",
    "yorumumu silin lütfen",
    "bülteni ben de almak istiyorum",
    "ne zaman yolluyorsunuz?",
  ],
  unclear: [],
};
