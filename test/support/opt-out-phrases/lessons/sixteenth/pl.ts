import type { PhrasesByLabel } from "../../phrase.types.ts";

// Who is writing: a question of everybody whom a shop writes to for the first time.
export const pl: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "Kto to?",
    "Kto do mnie pisze tutaj?",
    "kto pisze",
    "Z kim rozmawiam?",
    "Co to za sklep?",
    "Czy my się znamy?",
    "Jesteś botem czy człowiekiem?",
    "O co chodzi?",
    "Kim państwo są i co ja zamówiłam?",
    "od jakiej firmy jest ta wiadomosc",
    "Nowy telefon, kto to?",
    "Czy to Ania napisała?",
  ],
  unclear: [],
};
