import type { PreferenceWords } from "./words.ts";

export const tr: PreferenceWords = {
  language: "Türkçe",
  title: "{shop} WhatsApp mesajları",
  forNumber: "{phone} numarası için",
  stopAll: "Tüm mesajları durdur",
  stopAllText:
    "{shop} bundan sonra size WhatsApp üzerinden reklam göndermez: hatırlatma, öneri ve kampanya yok. Hemen geçerlidir.",
  one: "Ya da yalnızca bir kısmını durdurun",
  topics: {
    reminders: "Sepet hatırlatmaları",
    recommendations: "Ürün önerileri",
    offers: "Kampanyalar",
    tap_tracking: "Hangi bağlantılara dokunduğunuzun görülmesi",
  },
  on: "açık",
  off: "kapalı",
  stopOne: "Kapat",
  doneAll: "Tamam. {shop} size artık WhatsApp üzerinden reklam göndermiyor.",
  doneOne: "Tamam. Kapatıldı: {topic}.",
  out: "{shop} size WhatsApp üzerinden reklam göndermiyor.",
  comeBack:
    "Fikriniz mi değişti? Böyle bir bağlantı başkasına iletilebileceği için burada mesajlar yalnızca kapatılabilir. Yeniden almak için mağazadaki bir sonraki alışverişinizde kutuyu işaretleyin, ardından mağazaya WhatsApp’tan START yazın.",
  languages: "Dil",
  toShop: "Mağazaya git",
  again: "İsteğiniz bize ulaşmadı. Lütfen bir kez daha dokunun.",
  unknown: "Bu bağlantı çalışmıyor",
  unknownText:
    "Eksik olabilir ya da mağaza verilerinizi silmiş olabilir. Artık mesaj istemiyorsanız mağazanın herhangi bir WhatsApp mesajına STOP yazarak yanıt verin. Bu her zaman işe yarar.",
  tooMany: "Çok fazla deneme",
  tooManyText:
    "Lütfen bir dakika bekleyip mesajınızdaki bağlantıyı yeniden açın. Artık mesaj istemiyorsanız mağazanın herhangi bir WhatsApp mesajına STOP yazarak yanıt verin. Bu her zaman işe yarar.",
};
