import type { WordingCatalogue } from "./wording.types.ts";

/**
 * Every sentence that shoppers were ever asked to agree to. A version that was published is evidence
 * (invariant 9): it is never edited or removed, a new sentence gets a new version. The extension's
 * locale files hold the newest one; test/architecture/wording.test.ts compares them word by word.
 */
export const wordings: WordingCatalogue = {
  "checkout-2026-11-22": {
    en: {
      sentence:
        "Yes, I would like to receive marketing messages from {{shop}} on WhatsApp at the mobile number I provide: reminders about my cart, recommendations that fit my purchases, and offers. I also agree that {{shop}} may analyse which links in these messages I tap. Both are voluntary, are not a condition of purchase and can be withdrawn at any time: I reply STOP or use the opt-out button in any message. More in the {{privacy}}.",
      privacyPolicy: "privacy policy",
    },
    de: {
      sentence:
        "Ja, ich möchte von {{shop}} Werbung per WhatsApp an meine angegebene Mobilnummer erhalten: Erinnerungen an meinen Warenkorb, Empfehlungen passend zu meinen Einkäufen und Angebote. Ich willige auch ein, dass {{shop}} auswertet, welche Links in diesen Nachrichten ich antippe. Beides ist freiwillig und jederzeit mit Wirkung für die Zukunft widerrufbar: Ich antworte STOP oder nutze den Abmelde-Button in jeder Nachricht. Näheres steht in der {{privacy}}.",
      privacyPolicy: "Datenschutzerklärung",
    },
    fr: {
      sentence:
        "Oui, je souhaite recevoir de {{shop}} des messages publicitaires sur WhatsApp au numéro de mobile que j’indique\u00a0: rappels de mon panier, recommandations adaptées à mes achats et offres. J’accepte aussi que {{shop}} analyse les liens sur lesquels j’appuie dans ces messages. Ces deux accords sont facultatifs et je peux les retirer à tout moment\u00a0: je réponds STOP ou j’utilise le bouton de désinscription présent dans chaque message. Plus d’informations dans la {{privacy}}.",
      privacyPolicy: "politique de confidentialité",
    },
    es: {
      sentence:
        "Sí, quiero recibir de {{shop}} mensajes publicitarios por WhatsApp en el número de móvil que indico: recordatorios de mi carrito, recomendaciones acordes con mis compras y ofertas. También acepto que {{shop}} analice qué enlaces de estos mensajes pulso. Ambas cosas son voluntarias y puedo retirar mi consentimiento en cualquier momento: respondo STOP o uso el botón de baja de cada mensaje. Más información en la {{privacy}}.",
      privacyPolicy: "política de privacidad",
    },
    it: {
      sentence:
        "Sì, desidero ricevere da {{shop}} messaggi pubblicitari su WhatsApp al numero di cellulare che indico: promemoria del mio carrello, consigli in linea con i miei acquisti e offerte. Acconsento inoltre che {{shop}} analizzi quali link di questi messaggi tocco. Entrambi i consensi sono facoltativi e posso revocarli in qualsiasi momento: rispondo STOP o uso il pulsante di disiscrizione presente in ogni messaggio. Maggiori dettagli nell’{{privacy}}.",
      privacyPolicy: "informativa sulla privacy",
    },
    nl: {
      sentence:
        "Ja, ik wil van {{shop}} reclame ontvangen via WhatsApp op het mobiele nummer dat ik opgeef: herinneringen aan mijn winkelwagen, aanbevelingen die bij mijn aankopen passen en aanbiedingen. Ik ga er ook mee akkoord dat {{shop}} analyseert op welke links in deze berichten ik tik. Beide zijn vrijwillig en ik kan mijn toestemming op elk moment intrekken: ik antwoord STOP of gebruik de afmeldknop in elk bericht. Meer informatie staat in de {{privacy}}.",
      privacyPolicy: "privacyverklaring",
    },
    "pt-BR": {
      sentence:
        "Sim, quero receber de {{shop}} mensagens publicitárias pelo WhatsApp no número de celular que eu informar: lembretes do meu carrinho, recomendações de acordo com as minhas compras e ofertas. Também autorizo {{shop}} a analisar em quais links dessas mensagens eu toco. As duas autorizações são opcionais e posso revogá-las a qualquer momento: respondo STOP ou uso o botão de descadastro em cada mensagem. Saiba mais na {{privacy}}.",
      privacyPolicy: "política de privacidade",
    },
    pl: {
      sentence:
        "Tak, chcę otrzymywać od sklepu {{shop}} wiadomości reklamowe przez WhatsApp na podany przeze mnie numer telefonu komórkowego: przypomnienia o moim koszyku, rekomendacje dopasowane do moich zakupów i oferty. Zgadzam się też, aby sklep {{shop}} analizował, które linki w tych wiadomościach otwieram. Obie zgody są dobrowolne i mogę je w każdej chwili wycofać: odpowiadam STOP lub używam przycisku rezygnacji w każdej wiadomości. Więcej informacji zawiera {{privacy}}.",
      privacyPolicy: "polityka prywatności",
    },
    tr: {
      sentence:
        "Evet, {{shop}} mağazasından, verdiğim cep telefonu numarasına WhatsApp üzerinden reklam içerikli mesajlar almak istiyorum: sepetimle ilgili hatırlatmalar, alışverişlerime uygun öneriler ve kampanyalar. {{shop}} mağazasının bu mesajlarda hangi bağlantılara dokunduğumu analiz etmesini de kabul ediyorum. Her iki onay da isteğe bağlıdır ve bunları istediğim zaman geri alabilirim: STOP yanıtını gönderirim veya her mesajdaki abonelikten çıkma düğmesini kullanırım. Ayrıntılı bilgi: {{privacy}}.",
      privacyPolicy: "Gizlilik Politikası",
    },
  },
};
