import { useWords } from "../words.tsx";

/** Shares, 0 to 1, as people of that locale write them: "12 %", "0,8 %" where a whole number would say too little. */
export function usePercent(): (share: number) => string {
  const { locale } = useWords();
  return (share) => {
    const maximumFractionDigits = Math.abs(share) < 0.1 ? 1 : 0;
    return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits }).format(share);
  };
}
