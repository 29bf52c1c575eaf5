import type { Lexicon } from "./lexicon.types.ts";

/** What people of all nine languages write. Signs stand for the emoji that plain-text.rules.ts names. */
export const SHARED_WORDS: Lexicon = {
  polite: `please, pls, plz, thanks, thank you, thx, ok, okay, hello, hi, hey, hallo, bitte, danke, merci,
    svp, gracias, grazie, now, asap, sorry, ciao, lg, mfg, vg`,
  leave: `stopall, stop all, unsubscribe, unsubscribe me, unsub, optout, opt out`,
  end: `stop, stoped, stpo, sotp, tsop, stp, stip, sop, stob, stup, stopo, stope, stopt, dtop, stol, schtop,
    ctop, cton, stopit, signstop`,
  alone: `signhand`,
  messages: `whatsap, whatsap*, sms, newsleter*, spam, mailing, mailings, broadcast*, pub, push`,
  none: `signcross`,
  enough: `signcross`,
  law: `gdpr, dsgvo, rgpd, kvk, kvk*, lopd, lgpd, rodo, avg, eprivacy, uwg, cnil, bdsg`,
  other: `non stop, nonstop, stop sign, stop and go, pit stop, full stop, one stop, bus stop, stop loss`,
};
