export { readOptOut } from "./opt-out/read-opt-out.rules.ts";

/** Words and phrases between commas, over several lines. */
function wordList(text: string): ReadonlySet<string> {
  return new Set(text.split(",").map((word) => word.replaceAll(/\s+/g, " ").trim()));
}

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

/** Whether the message as a whole says yes, as an answer to a request for confirmation. */
export function isYes(text: string): boolean {
  return readings(text).some((reading) => YES_WORDS.has(reading));
}
