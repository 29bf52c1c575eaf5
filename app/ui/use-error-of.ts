import type { FormErrors } from "./form-text.ts";
import { useWords } from "./words.tsx";

/** The `error` of a Polaris field, in words, where its form has one. */
export function useErrorOf(errors: FormErrors) {
  const { t } = useWords();
  return (name: string) => {
    const key = errors[name];
    return key === undefined ? {} : { error: t(key) };
  };
}
