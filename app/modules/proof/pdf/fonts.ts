import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { create, type Font } from "fontkit";

/** DejaVu Sans: free to embed, with all letters of the languages that shoppers are asked in. */
export interface ProofFonts {
  regular: Buffer;
  bold: Buffer;
  /** the same text in letters that the fonts have: `⟨U+6F22⟩` stands for one that they lack */
  printable(text: string): string;
}

/** Say how to join or draw their neighbours, and are nothing to see themselves. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/gu;

function asFont(bytes: Buffer): Font {
  const font = create(bytes);
  if (!("hasGlyphForCodePoint" in font)) throw new Error("A collection of fonts is no font");
  return font;
}

function readFonts(): ProofFonts {
  const { resolve } = createRequire(import.meta.url);
  const read = (name: string) => readFileSync(resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
  const regular = read("DejaVuSans");
  const bold = read("DejaVuSans-Bold");
  const fonts = [asFont(regular), asFont(bold)];
  const hasLetter = (code: number) => fonts.every((font) => font.hasGlyphForCodePoint(code));
  const shown = (letter: string) => {
    const code = letter.codePointAt(0) ?? 0;
    if (letter === "\n" || hasLetter(code)) return letter;
    return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  };
  return {
    regular,
    bold,
    printable: (text) =>
      Array.from(text.normalize("NFC").replaceAll(INVISIBLE, "").replaceAll("\r", ""), shown).join(
        "",
      ),
  };
}

let known: ProofFonts | undefined;

/** Read when the first proof is printed, then kept. */
export function proofFonts(): ProofFonts {
  known ??= readFonts();
  return known;
}
