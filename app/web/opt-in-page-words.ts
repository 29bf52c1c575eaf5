/** What a shopper without JavaScript reads after sending the storefront's form: a headline, then more. */
export interface OptInPageWords {
  saved: [string, string];
  pending: [string, string];
  withdrawn: [string, string];
  notTicked: [string, string];
  phone: [string, string];
  failed: [string, string];
  back: string;
}

/** The same languages as the consent sentence; a region falls back to its language, others to English. */
export const OPT_IN_PAGE_WORDS: Record<string, OptInPageWords> = {
  en: {
    saved: [
      "Saved",
      "We will write to you on WhatsApp. Reply STOP whenever you want us to stop. If you had turned messages off, write START to the shop on WhatsApp.",
    ],
    pending: [
      "Please confirm on WhatsApp",
      "If this number has not agreed yet, we ask it to confirm on WhatsApp. Nothing else is sent before that. If no question comes, write START to the shop on WhatsApp.",
    ],
    withdrawn: ["Your consent is withdrawn", "We no longer write to this number on WhatsApp."],
    notTicked: ["Please tick the box first", "Without your consent we do not save your number."],
    phone: [
      "This number is incomplete",
      "Please go back and enter a complete mobile number with its country code, for example +44 7400 123456.",
    ],
    failed: [
      "This could not be saved",
      "Please go back and try again in a minute. To stop messages you can also reply STOP to any of them.",
    ],
    back: "Back to the shop",
  },
  de: {
    saved: [
      "Gespeichert",
      "Wir schreiben dir per WhatsApp. Antworte STOP, sobald du das nicht mehr möchtest. Hattest du Nachrichten abbestellt, schreib dem Shop auf WhatsApp START.",
    ],
    pending: [
      "Bitte bestätige auf WhatsApp",
      "Hat diese Nummer noch nicht zugestimmt, bitten wir dort um Bestätigung. Vorher senden wir nichts anderes. Kommt keine Frage, schreib dem Shop auf WhatsApp START.",
    ],
    withdrawn: [
      "Deine Einwilligung ist widerrufen",
      "Wir schreiben dieser Nummer nicht mehr per WhatsApp.",
    ],
    notTicked: [
      "Bitte kreuze zuerst das Kästchen an",
      "Ohne deine Einwilligung speichern wir deine Nummer nicht.",
    ],
    phone: [
      "Diese Nummer ist nicht vollständig",
      "Geh bitte zurück und gib eine vollständige Mobilnummer mit Ländervorwahl an, zum Beispiel +49 1512 3456789.",
    ],
    failed: [
      "Das konnte nicht gespeichert werden",
      "Geh bitte zurück und versuche es in einer Minute noch einmal. Nachrichten beendest du auch mit der Antwort STOP.",
    ],
    back: "Zurück zum Shop",
  },
  fr: {
    saved: [
      "C’est enregistré",
      "Nous vous écrirons sur WhatsApp. Répondez STOP dès que vous ne le souhaitez plus. Si vous aviez arrêté les messages, écrivez START à la boutique sur WhatsApp.",
    ],
    pending: [
      "Merci de confirmer sur WhatsApp",
      "Si ce numéro n’a pas encore donné son accord, nous lui demandons confirmation sur WhatsApp. Rien d’autre n’est envoyé avant. Si aucune question n’arrive, écrivez START à la boutique sur WhatsApp.",
    ],
    withdrawn: ["Votre accord est retiré", "Nous n’écrivons plus à ce numéro sur WhatsApp."],
    notTicked: [
      "Merci de cocher d’abord la case",
      "Sans votre accord, nous n’enregistrons pas votre numéro.",
    ],
    phone: [
      "Ce numéro est incomplet",
      "Revenez en arrière et indiquez un numéro de mobile complet avec l’indicatif du pays, par exemple +33 6 12 34 56 78.",
    ],
    failed: [
      "L’enregistrement a échoué",
      "Revenez en arrière et réessayez dans une minute. Pour ne plus recevoir de messages, vous pouvez aussi répondre STOP.",
    ],
    back: "Retour à la boutique",
  },
  es: {
    saved: [
      "Guardado",
      "Te escribiremos por WhatsApp. Responde STOP cuando ya no quieras recibir mensajes. Si habías cancelado los mensajes, escribe START a la tienda por WhatsApp.",
    ],
    pending: [
      "Confírmalo en WhatsApp",
      "Si este número aún no ha dado su consentimiento, le pedimos que lo confirme en WhatsApp. Antes no enviamos nada más. Si no llega ninguna pregunta, escribe START a la tienda por WhatsApp.",
    ],
    withdrawn: [
      "Tu consentimiento se ha retirado",
      "Ya no escribiremos a este número por WhatsApp.",
    ],
    notTicked: ["Marca primero la casilla", "Sin tu consentimiento no guardamos tu número."],
    phone: [
      "Este número está incompleto",
      "Vuelve atrás e indica un número de móvil completo con el prefijo del país, por ejemplo +34 612 34 56 78.",
    ],
    failed: [
      "No se ha podido guardar",
      "Vuelve atrás e inténtalo de nuevo en un minuto. También puedes responder STOP a cualquier mensaje.",
    ],
    back: "Volver a la tienda",
  },
  it: {
    saved: [
      "Salvato",
      "Ti scriveremo su WhatsApp. Rispondi STOP quando non vuoi più ricevere messaggi. Se avevi disattivato i messaggi, scrivi START al negozio su WhatsApp.",
    ],
    pending: [
      "Conferma su WhatsApp",
      "Se questo numero non ha ancora dato il consenso, chiediamo conferma su WhatsApp. Prima non inviamo altro. Se non arriva nessuna domanda, scrivi START al negozio su WhatsApp.",
    ],
    withdrawn: ["Il tuo consenso è revocato", "Non scriveremo più a questo numero su WhatsApp."],
    notTicked: ["Seleziona prima la casella", "Senza il tuo consenso non salviamo il tuo numero."],
    phone: [
      "Questo numero è incompleto",
      "Torna indietro e inserisci un numero di cellulare completo di prefisso internazionale, per esempio +39 312 345 6789.",
    ],
    failed: [
      "Salvataggio non riuscito",
      "Torna indietro e riprova tra un minuto. Per non ricevere più messaggi puoi anche rispondere STOP.",
    ],
    back: "Torna al negozio",
  },
  nl: {
    saved: [
      "Opgeslagen",
      "We schrijven je via WhatsApp. Antwoord STOP zodra je dat niet meer wilt. Had je berichten stopgezet, stuur de winkel dan START op WhatsApp.",
    ],
    pending: [
      "Bevestig het op WhatsApp",
      "Als dit nummer nog geen toestemming gaf, vragen we daar om bevestiging. Tot dan sturen we niets anders. Komt er geen vraag, stuur de winkel dan START op WhatsApp.",
    ],
    withdrawn: [
      "Je toestemming is ingetrokken",
      "We schrijven niet meer naar dit nummer via WhatsApp.",
    ],
    notTicked: ["Vink eerst het vakje aan", "Zonder je toestemming slaan we je nummer niet op."],
    phone: [
      "Dit nummer is niet compleet",
      "Ga terug en vul een volledig mobiel nummer met landcode in, bijvoorbeeld +31 6 12345678.",
    ],
    failed: [
      "Opslaan is niet gelukt",
      "Ga terug en probeer het over een minuut opnieuw. Je stopt berichten ook door STOP te antwoorden.",
    ],
    back: "Terug naar de winkel",
  },
  pt: {
    saved: [
      "Salvo",
      "Vamos escrever para você pelo WhatsApp. Responda STOP quando não quiser mais mensagens. Se você tinha cancelado as mensagens, escreva START para a loja no WhatsApp.",
    ],
    pending: [
      "Confirme no WhatsApp",
      "Se este número ainda não autorizou, pedimos a confirmação pelo WhatsApp. Antes disso não enviamos mais nada. Se nenhuma pergunta chegar, escreva START para a loja no WhatsApp.",
    ],
    withdrawn: [
      "Sua autorização foi revogada",
      "Não escrevemos mais para este número pelo WhatsApp.",
    ],
    notTicked: ["Marque primeiro a caixa", "Sem a sua autorização não salvamos o seu número."],
    phone: [
      "Este número está incompleto",
      "Volte e informe um número de celular completo com o código do país, por exemplo +55 11 91234-5678.",
    ],
    failed: [
      "Não foi possível salvar",
      "Volte e tente novamente em um minuto. Para parar as mensagens, você também pode responder STOP.",
    ],
    back: "Voltar à loja",
  },
  pl: {
    saved: [
      "Zapisano",
      "Będziemy pisać do Ciebie na WhatsAppie. Odpowiedz STOP, gdy nie chcesz już wiadomości. Jeśli wiadomości były wyłączone, napisz do sklepu na WhatsAppie START.",
    ],
    pending: [
      "Potwierdź na WhatsAppie",
      "Jeśli ten numer nie wyraził jeszcze zgody, poprosimy tam o potwierdzenie. Wcześniej nie wyślemy nic innego. Jeśli pytanie nie przyjdzie, napisz do sklepu na WhatsAppie START.",
    ],
    withdrawn: [
      "Twoja zgoda została wycofana",
      "Nie będziemy już pisać na ten numer na WhatsAppie.",
    ],
    notTicked: ["Najpierw zaznacz pole", "Bez Twojej zgody nie zapisujemy numeru."],
    phone: [
      "Ten numer jest niepełny",
      "Wróć i podaj pełny numer komórkowy z numerem kierunkowym kraju, na przykład +48 512 345 678.",
    ],
    failed: [
      "Nie udało się zapisać",
      "Wróć i spróbuj ponownie za minutę. Wiadomości zatrzymasz też, odpowiadając STOP.",
    ],
    back: "Wróć do sklepu",
  },
  tr: {
    saved: [
      "Kaydedildi",
      "Size WhatsApp üzerinden yazacağız. İstemediğinizde STOP yanıtını gönderin. Mesajları durdurduysanız mağazaya WhatsApp’tan START yazın.",
    ],
    pending: [
      "Lütfen WhatsApp’ta onaylayın",
      "Bu numara henüz onay vermediyse WhatsApp üzerinden onay isteriz. Öncesinde başka bir şey göndermeyiz. Soru gelmezse mağazaya WhatsApp’tan START yazın.",
    ],
    withdrawn: ["Onayınız geri alındı", "Bu numaraya artık WhatsApp üzerinden yazmayacağız."],
    notTicked: ["Lütfen önce kutuyu işaretleyin", "Onayınız olmadan numaranızı kaydetmeyiz."],
    phone: [
      "Bu numara eksik",
      "Lütfen geri dönüp ülke koduyla birlikte tam bir cep telefonu numarası girin, örneğin +90 532 123 45 67.",
    ],
    failed: [
      "Kaydedilemedi",
      "Lütfen geri dönüp bir dakika sonra yeniden deneyin. Mesajları STOP yanıtıyla da durdurabilirsiniz.",
    ],
    back: "Mağazaya dön",
  },
};
