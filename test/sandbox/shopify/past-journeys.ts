/** What somebody buys, visit by visit: handles with the chance that they are in the basket. */
export type Journey = { share: number; visits: ReadonlyArray<Readonly<Record<string, number>>> };

/** How people of the demo shop buy: whoever begins with one thing comes back for what goes with it. */
export const JOURNEYS: readonly Journey[] = [
  {
    share: 16,
    visits: [
      { "leinen-bettwaesche": 1 },
      { "leinen-spannbettlaken": 0.75, "leinen-kopfkissen": 0.5 },
      { "leinen-waschmittel": 0.6 },
    ],
  },
  {
    share: 14,
    visits: [
      { "leinen-tischdecke": 1 },
      { "leinen-servietten": 0.75, "leinen-tischlaeufer": 0.45 },
      { "steingut-teller": 0.4, "leinen-waschmittel": 0.3 },
    ],
  },
  {
    share: 16,
    visits: [
      { roestkaffee: 1, kaffeefilter: 0.5 },
      { roestkaffee: 0.9, "steingut-becher": 0.45 },
      { roestkaffee: 0.85, kaffeefilter: 0.5 },
      { roestkaffee: 0.8 },
    ],
  },
  {
    share: 14,
    visits: [
      { waffelhandtuch: 1, olivenseife: 0.3 },
      { badematte: 0.7, olivenseife: 0.35 },
      { seifenschale: 0.55, olivenseife: 0.3 },
    ],
  },
  {
    share: 12,
    visits: [{ geschirrtuch: 1 }, { "leinen-schuerze": 0.7, "steingut-schale": 0.3 }],
  },
  {
    share: 16,
    visits: [
      { "leinen-kissen": 1, bienenwachskerze: 0.2 },
      { wolldecke: 0.75, "leinen-vorhang": 0.2 },
      { kerzenhalter: 0.5, bienenwachskerze: 0.5 },
    ],
  },
  {
    share: 12,
    visits: [
      { "steingut-becher": 1 },
      { "steingut-teller": 0.65, "steingut-schale": 0.5 },
      { "steingut-kanne": 0.5 },
    ],
  },
  {
    share: 8,
    visits: [{ bienenwachskerze: 1 }, { kerzenhalter: 0.7 }, { bienenwachskerze: 0.6 }],
  },
  { share: 6, visits: [{ "leinen-vorhang": 1 }, { "leinen-kissen": 0.4 }] },
];
