import type { PreferenceWords } from "./words.ts";

export const ptBr: PreferenceWords = {
  language: "Português",
  title: "Mensagens de WhatsApp de {shop}",
  forNumber: "Para o número {phone}",
  stopAll: "Parar todas as mensagens",
  stopAllText:
    "{shop} não enviará mais publicidade para você pelo WhatsApp: nem lembretes, nem recomendações, nem ofertas. Vale a partir de agora.",
  one: "Ou parar só uma parte",
  topics: {
    reminders: "Lembretes do seu carrinho",
    recommendations: "Recomendações de produtos",
    offers: "Ofertas",
    tap_tracking: "Ver em quais links você toca",
  },
  on: "ativado",
  off: "desativado",
  stopOne: "Desativar",
  doneAll: "Pronto. {shop} não envia mais publicidade para você pelo WhatsApp.",
  doneOne: "Pronto. Desativado: {topic}.",
  out: "Você não recebe publicidade de {shop} pelo WhatsApp.",
  comeBack:
    "Mudou de ideia? Aqui só é possível desativar mensagens, porque um link como este pode ser encaminhado. Para recebê-las de novo, marque a caixa na sua próxima compra na loja e depois escreva START para a loja no WhatsApp.",
  languages: "Idioma",
  toShop: "Ir para a loja",
  again: "Não recebemos nada. Toque mais uma vez, por favor.",
  unknown: "Este link não funciona",
  unknownText:
    "Talvez esteja incompleto, ou a loja tenha apagado seus dados. Se você não quer mais mensagens, responda STOP a qualquer mensagem da loja no WhatsApp. Isso sempre funciona.",
  tooMany: "Tentativas demais",
  tooManyText:
    "Espere um minuto e abra de novo o link da sua mensagem. Se você não quer mais mensagens, responda STOP a qualquer mensagem da loja no WhatsApp. Isso sempre funciona.",
};
