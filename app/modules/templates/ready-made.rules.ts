import { REMINDER_TEXTS } from "./cart-reminder-texts.rules.ts";
import {
  type TemplateComponent,
  type TemplateDefinition,
  type TemplateLanguage,
  templateLanguages,
  type TemplatePurpose,
  templatePurposes,
} from "./template.types.ts";

export interface ReadyMadeWish {
  appUrl: string;
  shopName: string;
  /** of an uploaded sample picture; null leaves the templates with a picture out */
  sampleHandle: string | null;
}

const SAMPLES: Readonly<Record<string, string>> = {
  first_name: "Mara",
  item_summary: "Linen shirt",
};

function body(text: string, shopName: string): TemplateComponent {
  const names = ["first_name", "shop_name", "item_summary"];
  const example = (name: string) => (name === "shop_name" ? shopName : SAMPLES[name]) ?? name;
  const params = names.map((name) => ({ param_name: name, example: example(name) }));
  return { type: "BODY", text, example: { body_text_named_params: params } };
}

function definition(
  wish: ReadyMadeWish,
  of: { purpose: TemplatePurpose; language: TemplateLanguage; hasPicture: boolean },
): TemplateDefinition {
  const texts = REMINDER_TEXTS[of.language];
  const closing = texts.closing[of.purpose][of.hasPicture ? "withPicture" : "plain"];
  const header: TemplateComponent[] = of.hasPicture
    ? [{ type: "HEADER", format: "IMAGE", example: { header_handle: [wish.sampleHandle] } }]
    : [];
  const link = `${wish.appUrl}/r/`;
  return {
    ...of,
    components: [
      ...header,
      body(`${texts.opening[of.purpose]} ${closing}`, wish.shopName),
      { type: "FOOTER", text: texts.footer },
      {
        type: "BUTTONS",
        buttons: [
          {
            type: "URL",
            text: texts.toCart,
            url: `${link}{{1}}`,
            example: [`${link}9f3kQ2aB7xYz`],
          },
          { type: "QUICK_REPLY", text: texts.optOut },
        ],
      },
    ],
  };
}

/** The set that every shop gets: each purpose in each language, with and without a picture. */
export function readyMadeTemplates(wish: ReadyMadeWish): TemplateDefinition[] {
  const forms = wish.sampleHandle === null ? [false] : [true, false];
  return templatePurposes.flatMap((purpose) =>
    templateLanguages.flatMap((language) =>
      forms.map((hasPicture) => definition(wish, { purpose, language, hasPicture })),
    ),
  );
}

/** The purpose as stored: the form without a picture is a template of its own. */
export function storedPurpose(purpose: string, hasPicture: boolean): string {
  return hasPicture ? purpose : `${purpose}_plain`;
}

/** Versioned, since a live template is never edited in place (contract 4.2). */
export function templateName(purpose: string, version: number): string {
  return `beckon_${purpose}_v${version}`;
}

/** Whether two versions say and link the same; samples do not count. */
export function sameComponents(a: TemplateComponent[], b: TemplateComponent[]): boolean {
  const shape = (components: TemplateComponent[]) =>
    JSON.stringify(
      components.map(({ type, format, text, buttons }) => [
        type,
        format,
        text,
        buttons?.map((button) => [button.type, button.text, button.url]),
      ]),
    );
  return shape(a) === shape(b);
}
