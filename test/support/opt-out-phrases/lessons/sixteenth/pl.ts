import type { PhrasesByLabel } from "../../phrase.types.ts";

// Who is writing, asked by whom a shop writes to for the first time; and a plain yes.
export const pl: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "Tak, chętnie, chcę wasze oferty.",
    "Chcę wasze oferty",
    "Jasne, przysyłajcie mi oferty na WhatsApp",

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
