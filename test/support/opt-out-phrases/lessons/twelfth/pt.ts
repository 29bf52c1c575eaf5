import type { PhrasesByLabel } from "../../phrase.types.ts";

export const pt: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "não me descadastrem por favor",
    "não quero ser tirada da lista",
    "não me apaguem",
    "não desejo cancelar a inscrição",
    "sair da lista? nunca",
    "parar? não, continuem",
    "descadastrar? não, fico",
    "quase saí da lista mas a oferta é boa",
    "nunca parem de mandar",
    "ficava triste se deixassem de escrever",
    "não encontro a vossa mensagem",
    "não acho a mensagem com o código",
    "já não têm mensagens para mim?",
    "entrem em contato comigo por favor",
    "mais informações por favor",
    "não liguem, escrevam antes",
    "não enviem ainda",
    "tirem-me do curso de ioga",
    "apaguem a minha avaliação",
    "quero receber a newsletter também",
    "quando mandam?",
  ],
  unclear: [],
};
