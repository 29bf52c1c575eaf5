import type { LanguageTexts } from "./texts.types.ts";

export const ptBr: LanguageTexts = {
  nobody: "de novo",
  samples: {
    product: "Camisa de linho",
    price: "R$ 49,00",
    offer: "nossa nova coleção de linho",
  },
  buttons: {
    toCart: "Ver meu carrinho",
    toProduct: "Ver produto",
    toShop: "Ir para a loja",
    optOut: "Chega de publicidade",
    unsubscribe: "Descadastrar",
    confirm: "Confirmo",
    decline: "Não quero receber",
    stay: "Sim, quero continuar",
  },
  wayOut: {
    reply: {
      app: "Não quer mais publicidade? Toque abaixo.",
      proxy: "Se não quiser mais publicidade, toque abaixo.",
    },
    link: {
      app: "Não quer mais publicidade? Descadastre-se abaixo.",
      proxy: "Se não quiser mais publicidade, descadastre-se abaixo.",
    },
  },
  replyStop: {
    app: "Responda STOP se não quiser mais publicidade.",
    proxy: "Não quer mais publicidade? Responda STOP.",
  },
  cart_reminder_1: {
    withPicture:
      "Olá {{first_name}}, no seu carrinho da {{shop_name}} ainda tem: {{item_summary}}. Guardamos tudo para você.",
    plain:
      "Olá {{first_name}}, no seu carrinho da {{shop_name}} ainda tem: {{item_summary}}. Ele está salvo e você pode continuar de onde parou.",
  },
  cart_reminder_2: {
    withPicture:
      "Olá {{first_name}}, um último lembrete sobre o seu carrinho da {{shop_name}}: {{item_summary}}. Ele ainda está lá, se quiser voltar.",
    plain:
      "Olá {{first_name}}, um último lembrete sobre o seu carrinho da {{shop_name}}: {{item_summary}}. Se você ainda gosta, ele está a um toque.",
  },
  recommendation: {
    withPicture:
      "Olá {{first_name}}, isto combina com o seu último pedido na {{shop_name}}: {{product_title}} por {{price}}. Quer dar uma olhada?",
    plain:
      "Olá {{first_name}}, encontramos algo que combina com o seu último pedido na {{shop_name}}: {{product_title}} por {{price}}. Dê uma olhada, se quiser.",
  },
  carousel: {
    opening: "Olá {{1}}, combinam com o seu último pedido na {{2}}: # para você.",
    suggestions: {
      2: "duas sugestões",
      3: "três sugestões",
      4: "quatro sugestões",
      5: "cinco sugestões",
    },
    card: "Combina com o seu pedido: {{1}} por {{2}} na loja.",
  },
  offer: {
    withPicture:
      "Olá {{first_name}}, uma oferta da {{shop_name}} para você: {{offer}}. Copie o código abaixo e use na hora de pagar.",
    plain:
      "Olá {{first_name}}, a {{shop_name}} tem uma oferta para você: {{offer}}. Você pode copiar o seu código abaixo e usar ao finalizar a compra.",
  },
  limited_time_offer: {
    heading: "Por pouco tempo",
    withPicture:
      "Olá {{first_name}}, uma oferta da {{shop_name}} por pouco tempo: {{offer}}. O seu código está abaixo, é só usar na hora de pagar.",
    plain:
      "Olá {{first_name}}, a {{shop_name}} tem por pouco tempo uma oferta para você: {{offer}}. Copie o seu código abaixo e use ao finalizar a compra.",
  },
  consent_renewal: {
    body: "Olá {{first_name}}, você aceitou receber mensagens da {{shop_name}} pelo WhatsApp: lembretes do carrinho, recomendações e ofertas. Faz tempo que não escrevemos. Você quer continuar recebendo?",
  },
  double_opt_in: {
    body: "Olá, este número foi informado na {{shop_name}} para receber mensagens pelo WhatsApp: lembretes do carrinho, recomendações e ofertas. Por favor, confirme que você quer recebê-las.",
    footer: "Sem a sua confirmação, você não receberá nenhuma.",
  },
  opt_out_confirmation: {
    body: "Descadastro feito: a {{shop_name}} não vai mais enviar publicidade para você pelo WhatsApp. Você não precisa fazer mais nada.",
  },
};
