import { plainText, type Sentence, wordsOf } from "./plain-text.rules.ts";

const GREETINGS: ReadonlySet<string> = new Set(
  wordsOf(
    plainText(`
      hello hi hey there dear all team good morning afternoon evening
      hallo guten tag morgen abend moin servus grüezi grüß gott liebes zusammen
      sehr geehrte damen und herren
      bonjour bonsoir salut coucou madame monsieur
      hola buenas buenos días tardes noches estimados
      ciao salve buongiorno buonasera gentili
      hoi dag goedemorgen goedemiddag goedenavond beste
      olá oi bom boa dia tarde noite
      cześć dzień dobry witam
      merhaba selam günaydın
    `),
  ),
);

const greets = (words: readonly string[]) => words.every((word) => GREETINGS.has(word));

/** What is left of a message without its greetings: they tell neither what somebody wants nor in which language. */
export function withoutGreetings(sentences: readonly Sentence[]): Sentence[] {
  const left = sentences.map(({ whole, clauses }): Sentence => {
    const [first, ...rest] = clauses;
    if (!first || rest.length === 0 || !greets(first.words)) return { whole, clauses };
    const words = rest.flatMap((clause) => clause.words);
    return { whole: { ...whole, words }, clauses: rest };
  });
  const telling = left.filter(({ whole }) => !greets(whole.words));
  return telling.length > 0 ? telling : left;
}
