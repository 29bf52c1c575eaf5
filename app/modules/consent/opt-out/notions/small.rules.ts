import type { Notions } from "./notion.types.ts";

/** Words that only tell which language somebody writes in. */
export const SMALL: Notions = {
  small: {
    en: "the i to a in for from and on do is one s with be have m at d about so ve up there will by or are ll has we am re an of it if as into than too very much been being would did what which let make yes hi hello mate lot",
    de: "ich die der den ist mit auf in zu und von an für im dem auch noch es bei ein eine einen einem einer was bin so mal sich oder ja vom nach per zum zur um doch als wir beim einmal gibt seit sein ganz wird werden über vor sind man am des halt i a is isch de und servus moin hallo guten lieber liebes diesem gegen aus dann",
    fr: "de je le les est j c l un on d que et du des au une sur avec s par recu avez chez deux dans se etre qu aux bon bonjour oui tres ont sont pour pas plus tout fait qui donc alors depuis deja quoi jveux jsuis t",
    es: "de la que a en por lo y con se los es del las una un al yo o q di estoy muy bien esa ese otra otro vez soy tengo hola buenas el para como mas tan aca usted ya son voy va digo",
    it: "il e la di a per che in si le al da con i un del lo dalla dal una io dei o sul va ne siete nel anche essere della sta ai su sti così più gia due c ve dopo ho sono ciao gli ma non sui alla dai ancora lei",
    nl: "ik de en het van op met in voor is er te bij nog aan ben of zijn zo wat dus over doe toch dan n t kom ook als maar een dat die mn ze we naar ie word worden heb niet jullie bent graag even ff",
    pt: "de o a e que do da com no em eu para na as vou tem uma os ao ta um dos la ou ser ainda to muito sim q pelo pro mesmo sou sao meu voces é já oi mas estou isso pra esta",
    pl: "z na sie do w i o jest a po ze mam od za ja co u no tak bo jeszcze cos tez raz przy dla go jestem sa ten ale jak czy mi bardzo pani juz nie byc przez panstwo wy to",
    tr: "bir ben ne ya o da bi de mi ki bile gibi ile ederim edin olur olsun sonra iki her cok ama ve var yok merhaba lutfen sizin bana falan diye mu artik icin kadar abi hanim",
  },
};
