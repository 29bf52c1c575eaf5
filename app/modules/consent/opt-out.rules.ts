/**
 * Whether a shopper's own words mean "no more messages" or "yes". Whole messages only: a word inside a
 * longer sentence proves nothing ("don't stop", "Stoppuhr"). Everything is compared in lower case,
 * without accents, punctuation and courtesies.
 */

/** Words and phrases between commas, over several lines. */
function wordList(text: string): ReadonlySet<string> {
  return new Set(text.split(",").map((word) => word.replaceAll(/\s+/g, " ").trim()));
}

/** A single such word, alone in a message, is a withdrawal: 9 languages (contract 7.2). */
const STOP_WORDS = wordList(`
  stop, stopp, stoppe, stoppen, stopall, stop all, stop it, stop this, unsubscribe, unsubscribe
  me, opt out, optout, opt me out, cancel, end, quit, remove me, leave me alone, abmelden,
  abbestellen, austragen, kundigen, widerruf, widerrufen, arret, arretez, arreter, desabonner,
  desinscrire, desinscription, se desabonner, me desabonner, baja, alto, darse de baja, dar de
  baja, cancelar, parar, pare, sair, descadastrar, cancelar inscricao, fermare, ferma, fermati,
  basta, disiscrivimi, disiscriviti, cancellami, annulla, afmelden, uitschrijven, stopzetten,
  ophouden, nie chce, wypisz, wypisz mnie, rezygnuje, wypisuje sie, koniec, dur, durdur, iptal,
  ret, abonelikten cik, cikis, istemiyorum
`);

/** Short sentences that leave no doubt, each matched as a whole. */
const STOP_PHRASES: readonly RegExp[] = [
  /^(please )?(stop|quit|cease) (sending|texting|messaging|writing|contacting)( to)?( me)?( (any )?(more )?(messages?|texts?|ads?|advertising|reminders?|spam|this))?$/,
  /^stop (the |these |all |your )*(messages?|texts?|ads?|advertising|reminders?|offers?|spam|promos?|promotions?)$/,
  /^(no|not) (any )?more (messages?|texts?|ads?|advertising|reminders?|offers?|spam)$/,
  /^(i )?(do not|dont) (want|wish) (to (get|receive) )?(any )?(more |these |your )*(messages?|texts?|ads?|advertising|reminders?|offers?)( any ?more| from you)?$/,
  /^(do not|dont) (message|text|contact|write)( to)? me( again| any ?more)?$/,
  /^unsubscribe( me)? from (all|promos|everything)$/,
  /^stop promotions$/,
  /^((ich (mochte|will|wunsche)) )?(keine?|nicht) (weiteren? |mehr |solchen? )*(werbung|nachrichten?|reklame|erinnerung(en)?|angebote?|newsletter|infos?|whats ?app)( mehr| erhalten| bekommen| haben| von (euch|ihnen))*$/,
  /^(nicht|nie) (mehr|wieder) (schreiben|anschreiben|kontaktieren|melden)$/,
  /^(schreibt|schreiben sie|schreib|kontaktiert|kontaktieren sie) (mir|mich) (nicht|nie|nichts) (mehr|wieder)$/,
  /^(bitte )?(mich )?(vom newsletter |von der liste |aus der liste )?(abmelden|austragen|entfernen|loschen)$/,
  /^(ich )?(widerrufe|widerspreche)( hiermit)?( der| meine[rn]?)?( werbung| einwilligung| zustimmung)?$/,
  /^(je ne (veux|souhaite) plus (recevoir )?|ne plus (recevoir ?)?|ne menvoyez plus )((de |vos |ces |aucune? |rien )*(messages?|publicites?|pubs?|rappels?|offres?)?)$/,
  /^(plus|pas) de (messages?|publicites?|pubs?|rappels?)$/,
  /^no (quiero|deseo)( recibir)? (mas )?(mensajes|publicidad|recordatorios|ofertas)( mas)?$/,
  /^no mas (mensajes|publicidad|recordatorios)$/,
  /^(non voglio|non desidero) (piu )?(ricevere )?(piu )?(altri )?(messaggi|pubblicita|promemoria|offerte)$/,
  /^(niente|basta) (piu )?(messaggi|pubblicita)$/,
  /^(geen|niet) (meer )?(berichten|reclame|herinneringen|aanbiedingen)( meer)?( ontvangen)?$/,
  /^nao quero (mais )?(receber )?(mais )?(mensagens|publicidade|lembretes|propaganda|ofertas)( mais)?$/,
  /^(chega de|sem mais) (mensagens|publicidade|propaganda)$/,
  /^(nie chce|prosze nie|nie) (juz )?(wiecej )?(otrzymywac |wysylac |dostawac )?(wiecej )?(wiadomosci|reklam|powiadomien|ofert)$/,
  /^(artik |daha fazla )?(mesaj|reklam|bildirim|sms)( almak)? (istemiyorum|gondermeyin|atmayin)$/,
];

const YES_WORDS = wordList(`
  yes, yep, yeah, y, i agree, agree, confirm, i confirm, confirmed, ja, jep, jawohl, ja gerne,
  gerne, einverstanden, ich bin einverstanden, bestatigen, ich bestatige, ja ich bestatige, oui,
  daccord, je confirme, si, confirmo, de acuerdo, acepto, confermo, va bene, sim, concordo,
  aceito, akkoord, ik bevestig, ja graag, tak, zgadzam sie, potwierdzam, evet, onayliyorum, kabul
  ediyorum
`);

const COURTESIES =
  /\b(bitte|please|pls|danke|thanks|thank you|merci|svp|sil vous plait|por favor|gracias|grazie|per favore|alsjeblieft|aub|obrigad[oa]|prosze|lutfen|hallo|hello|hi)\b/g;

const LONGEST_CLEAR_MESSAGE = 120;

function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replaceAll(/\p{Mark}/gu, "")
    .replaceAll("ß", "ss")
    .replaceAll("ł", "l")
    .replaceAll("ı", "i")
    .replaceAll(/[’'`´]/g, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The message as it stands, and without its courtesies ("Stop bitte!"). */
function readings(text: string): readonly string[] {
  if (text.length > LONGEST_CLEAR_MESSAGE) return [];
  const whole = plain(text);
  return [whole, whole.replaceAll(COURTESIES, " ").replaceAll(/ +/g, " ").trim()];
}

/** Whether the message as a whole says: no more. A question with more than one word does not. */
export function isOptOut(text: string): boolean {
  const asks = text.includes("?");
  return readings(text).some(
    (reading) =>
      STOP_WORDS.has(reading) || (!asks && STOP_PHRASES.some((phrase) => phrase.test(reading))),
  );
}

/** Whether the message as a whole says yes, as an answer to a request for confirmation. */
export function isYes(text: string): boolean {
  return readings(text).some((reading) => YES_WORDS.has(reading));
}
