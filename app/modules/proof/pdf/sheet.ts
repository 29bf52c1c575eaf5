import Paper from "pdfkit";
import type { ProofFact } from "../proof-document.types.ts";
import { proofFonts } from "./fonts.ts";

const MARGIN = 56;
const LABEL = 132;
const GAP = 12;
const INK = "#1a1a1a";
const PALE = "#55585c";

type Tag = "H1" | "H2" | "H3" | "P" | "BlockQuote";

interface Style {
  size: number;
  bold?: boolean;
  color?: string;
  /** space below */
  after?: number;
  /** room that has to be left on the page for what follows, or it begins on the next one */
  keep?: number;
  indent?: number;
}

/** A sheet of paper that grows page by page, tagged so that screen readers know headings from text. */
export class Sheet {
  readonly #doc: PDFKit.PDFDocument;
  readonly #bytes: Promise<Buffer>;
  readonly #print = proofFonts().printable;

  constructor(about: { title: string; language: string; author: string }) {
    const { regular, bold } = proofFonts();
    this.#doc = new Paper({
      size: "A4",
      margins: { top: MARGIN, bottom: MARGIN + 16, left: MARGIN, right: MARGIN },
      bufferPages: true,
      pdfVersion: "1.7",
      lang: about.language,
      tagged: true,
      displayTitle: true,
      info: { Title: about.title, Author: about.author, Creator: "Beckon" },
      autoFirstPage: false,
    });
    const chunks: Buffer[] = [];
    this.#doc.on("data", (chunk: Buffer) => chunks.push(chunk));
    this.#bytes = new Promise((done, failed) => {
      this.#doc.on("end", () => done(Buffer.concat(chunks)));
      this.#doc.on("error", failed);
    });
    this.#doc.registerFont("regular", regular).registerFont("bold", bold);
    this.#doc.font("regular").addPage();
  }

  get #width(): number {
    return this.#doc.page.width - 2 * MARGIN;
  }

  #room(): number {
    return this.#doc.page.height - this.#doc.page.margins.bottom - this.#doc.y;
  }

  #style({ size, bold, color }: Style): void {
    this.#doc
      .font(bold ? "bold" : "regular")
      .fontSize(size)
      .fillColor(color ?? INK);
  }

  #tagged(tag: Tag, draw: () => void): void {
    this.#doc.addStructure(this.#doc.struct(tag, {}, draw));
  }

  #text(tag: Tag, words: string, style: Style): void {
    if (this.#room() < (style.keep ?? 24)) this.#doc.addPage();
    const indent = style.indent ?? 0;
    this.#tagged(tag, () => {
      this.#style(style);
      const width = this.#width - indent;
      this.#doc.text(this.#print(words), MARGIN + indent, this.#doc.y, { width, lineGap: 2 });
    });
    this.#doc.y += style.after ?? 6;
  }

  title(words: string): void {
    this.#text("H1", words, { size: 18, bold: true, after: 10 });
  }

  section(words: string): void {
    this.#doc.y += 10;
    this.#text("H2", words, { size: 13, bold: true, after: 6, keep: 110 });
  }

  part(words: string): void {
    this.#doc.y += 4;
    this.#text("H3", words, { size: 10, bold: true, after: 4, keep: 80 });
  }

  paragraph(words: string): void {
    this.#text("P", words, { size: 9.5 });
  }

  quote(words: string): void {
    this.#text("BlockQuote", words, { size: 9.5, indent: 14, after: 8 });
  }

  /** A name at the left, what it is at the right; a long one flows over to the next page. */
  fact({ label, value }: ProofFact): void {
    const doc = this.#doc;
    const width = this.#width - LABEL - GAP;
    const [name, words] = [this.#print(label), this.#print(value)];
    this.#style({ size: 8.5 });
    const height = Math.max(
      doc.heightOfString(words, { width, lineGap: 1.5 }),
      doc.heightOfString(name, { width: LABEL, lineGap: 1.5 }),
    );
    if (this.#room() < Math.min(height, 60)) doc.addPage();
    const { y } = doc;
    let below = y;
    this.#tagged("P", () => {
      this.#style({ size: 8.5, color: PALE });
      doc.text(name, MARGIN, y, { width: LABEL, lineGap: 1.5 });
      below = doc.y;
      this.#style({ size: 8.5 });
      doc.text(words, MARGIN + LABEL + GAP, y, { width, lineGap: 1.5 });
    });
    // On a further page only the right column went on.
    doc.y = (doc.y < y ? doc.y : Math.max(doc.y, below)) + 4;
  }

  /** Closes the document: every page gets its foot. */
  async close(foot: { text: string; pageLabel: string }): Promise<Buffer> {
    const doc = this.#doc;
    const { count } = doc.bufferedPageRange();
    for (let index = 0; index < count; index += 1) {
      doc.switchToPage(index);
      doc.page.margins.bottom = 0; // or the foot would begin another page
      const label = foot.pageLabel
        .replace("{{page}}", String(index + 1))
        .replace("{{pages}}", String(count));
      doc.markContent("Artifact", { type: "Pagination" });
      this.#style({ size: 7.5, color: PALE });
      const y = doc.page.height - MARGIN;
      doc.text(this.#print(foot.text), MARGIN, y, { lineBreak: false });
      doc.text(this.#print(label), MARGIN, y, { width: this.#width, align: "right" });
      doc.endMarkedContent();
    }
    doc.end();
    return this.#bytes;
  }
}
