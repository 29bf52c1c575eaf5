import { plain, wordList } from "./plain-words.rules.ts";

const YES_WORDS = wordList(`
  yes, yep, yeah, y, yes i do, yes i want, i agree, agree, confirm, i confirm, yes i confirm,
  confirmed, ja, jep, jawohl, ja gerne, gerne, ja klar, ja genau, ja gern, ja mochte ich, einverstanden,
  ich bin einverstanden, bestatigen, ich bestatige, ja ich bestatige, bestatigt, oui, daccord, oui daccord,
  je confirme, oui je confirme, jaccepte, si, confirmo, si confirmo, de acuerdo, acepto, confermo,
  si confermo, va bene, accetto, sim, sim confirmo, concordo, aceito, akkoord, ik bevestig, ja ik bevestig,
  ja graag, tak, tak potwierdzam, zgadzam sie, potwierdzam, evet, evet onayliyorum, onayliyorum,
  kabul ediyorum
`);

const NO_WORDS = wordList(`
  no, nope, no i dont, i dont agree, decline, nein, ne, nee, nein danke, nein das war ich nicht,
  das war ich nicht, ich nicht, ablehnen, ich lehne ab, non, non merci, je refuse, pas moi, no gracias,
  no grazie, no no soy yo, non sono io, nao, nao obrigado, nao obrigada, nao aceito, nie, nie dziekuje,
  hayir, istemiyorum, hayir istemiyorum, not me, it wasnt me, this wasnt me, that wasnt me, wasnt me, wrong number,
  falsche nummer
`);

const START_WORDS = wordList(`
  start, unstop, start again, restart, resume, subscribe, subscribe again, resubscribe, subscribe me again, sign me up again,
  starten, wieder starten, neu starten, fortsetzen, weitermachen, anmelden, wieder anmelden, neu anmelden, ich mochte wieder nachrichten,
  reprendre, recommencer, sabonner, je mabonne, reinscription, demarrer,
  alta, reanudar, suscribirme, volver a suscribirme, empezar,
  riprendi, iscrivimi, iscrivimi di nuovo, iniziare, inizia,
  aanmelden, opnieuw aanmelden, hervatten,
  comecar, recomecar, iniciar, voltar a receber, retomar, subscrever, inscrever,
  zapisz, zapisz mnie, wznow, rozpocznij, rozpocznij ponownie,
  basla, baslat, yeniden baslat, yeniden basla, abone ol
`);

const COURTESIES =
  /\b(bitte|please|pls|danke|dankeschon|thanks|thank you|merci|svp|sil vous plait|por favor|gracias|grazie|per favore|alsjeblieft|aub|obrigad[oa]|prosze|dziekuje|lutfen|tesekkurler|hallo|hello|hi)\b/g;

const LONGEST_CLEAR_MESSAGE = 120;

/** The message as it stands, and without its courtesies ("Stop bitte!"). */
function readings(text: string): readonly string[] {
  if (text.length > LONGEST_CLEAR_MESSAGE) return [];
  const whole = plain(text);
  return [whole, whole.replaceAll(COURTESIES, " ").replaceAll(/ +/g, " ").trim()];
}

const saysOneOf = (words: ReadonlySet<string>) => (text: string) =>
  readings(text).some((reading) => words.has(reading));

/** Whether the message as a whole says yes, as an answer to a request for confirmation. */
export const isYes = saysOneOf(YES_WORDS);

/** Whether it says no to that request. Elsewhere a bare "no" may answer anything. */
export const isNo = saysOneOf(NO_WORDS);

/**
 * Whether it asks to receive messages again. The opt-out confirmation names START; a bare "yes" may
 * answer anything and is none of these words.
 */
export const isStart = saysOneOf(START_WORDS);
