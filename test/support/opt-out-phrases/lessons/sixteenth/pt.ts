import type { PhrasesByLabel } from "../../phrase.types.ts";

// Who is writing, asked by whom a shop writes to for the first time; and a plain yes.
export const pt: PhrasesByLabel = {
  stop: [],
  ordinary: [
    "Sim, claro, quero as vossas ofertas.",
    "Quero as ofertas de vocês",
    "Pode mandar as ofertas pelo WhatsApp",

    "Quem é?",
    "Quem está me escrevendo?",
    "Quem fala?",
    "Com quem estou a falar?",
    "Que loja é esta?",
    "A gente se conhece?",
    "Você é um robô ou uma pessoa?",
    "Do que se trata?",
    "Quem são vocês e o que é que eu encomendei?",
    "de que empresa é esta mensagem",
    "Celular novo, quem é?",
    "Foi a Ana que escreveu isto?",
  ],
  unclear: [],
};
