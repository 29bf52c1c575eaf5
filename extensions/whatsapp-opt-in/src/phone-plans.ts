/** How a country writes its mobile numbers. */
export interface PhonePlan {
  readonly country: string;
  readonly callingCode: string;
  /** Digits of the number after the calling code. */
  readonly shortest: number;
  readonly longest: number;
  /** Dialled before the number inside the country only; empty where there is none. */
  readonly trunk: string;
}

// country, calling code, fewest and most digits of a mobile number, trunk prefix (ITU numbering plans).
// Mexico keeps room for the old 1 after +52. Countries that are missing are typed with a "+".
const TABLE = `AE,971,9,9,0 AT,43,7,13,0 AU,61,9,9,0 BE,32,9,9,0 BG,359,8,9,0 BR,55,10,11,0
CA,1,10,10,1 CH,41,9,9,0 CL,56,9,9, CO,57,10,10,0 CY,357,8,8, CZ,420,9,9, DE,49,10,11,0 DK,45,8,8,
EE,372,7,8, EG,20,10,10,0 ES,34,9,9, FI,358,6,10,0 FR,33,9,9,0 GB,44,10,10,0 GR,30,10,10,
HK,852,8,8, HR,385,8,9,0 HU,36,9,9,06 ID,62,9,12,0 IE,353,9,9,0 IL,972,9,9,0 IN,91,10,10,0
IS,354,7,9, IT,39,9,10, JP,81,10,10,0 KE,254,9,9,0 KR,82,9,10,0 LI,423,7,9,0 LT,370,8,8,0
LU,352,9,9, LV,371,8,8, MA,212,9,9,0 MT,356,8,8, MX,52,10,11, MY,60,9,10,0 NG,234,10,10,0
NL,31,9,11,0 NO,47,8,8, NZ,64,8,10,0 PE,51,9,9,0 PH,63,10,10,0 PK,92,10,10,0 PL,48,9,9,
PT,351,9,9, RO,40,9,9,0 RS,381,8,10,0 SA,966,9,9,0 SE,46,9,9,0 SG,65,8,8, SI,386,8,8,0
SK,421,9,9,0 TH,66,9,9,0 TR,90,10,10,0 UA,380,9,9,0 US,1,10,10,1 VN,84,9,9,0 ZA,27,9,9,0`;

export const PHONE_PLANS: readonly PhonePlan[] = TABLE.split(/\s+/).map((row) => {
  const [country = "", callingCode = "", shortest, longest, trunk = ""] = row.split(",");
  return { country, callingCode, shortest: Number(shortest), longest: Number(longest), trunk };
});
