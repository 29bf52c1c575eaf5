import type { PhrasesByLabel } from "../../phrase.types.ts";

export const pl: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "nie wypisujcie mnie proszę",
    "nie chcę być usunięta z listy",
    "nie usuwajcie mnie",
    "nie zamierzam się wypisywać",
    "wypisać się? nigdy w życiu",
    "stop? nie, dalej",
    "z listy? nie, zostaję",
    "prawie się wypisałam, ale oferta fajna",
    "nigdy nie przestawajcie wysyłać",
    "byłoby mi smutno, gdybyście nie pisali",
    "nie mogę znaleźć waszej wiadomości",
    "nie widzę wiadomości z kodem",
    "nie macie już dla mnie wiadomości?",
    "proszę o kontakt",
    "więcej info proszę",
    "nie dzwonić, lepiej napisać",
    "jeszcze nie wysyłajcie paczki",
    "wypiszcie mnie z kursu jogi",
    "usuńcie moją opinię",
    "też chcę dostawać newsletter",
    "kiedy to wyślecie?",
  ],
  unclear: [],
};
