import type { AccessLevel, Group } from "../../platform/access.ts";

/** What every address of the demo's people ends in; nobody real can have one. */
export const DEMO_DOMAIN = "acme-reports.example";
export const DEMO_NAME = "Acme Reports (demo)";

type PersonFacts = { name: string; access: AccessLevel; groups: readonly Group[] };

/** The eight who make Acme Reports: one for each group, a seller in two, and the CEO, who reads and asks. The first one shows visitors around. */
export const PEOPLE = {
  mira: { name: "Mira Halloran", access: "admin", groups: ["product"] },
  tomasz: { name: "Tomasz Wierzba", access: "member", groups: ["engineering"] },
  ines: { name: "Ines Okafor", access: "member", groups: ["design"] },
  jun: { name: "Jun Hartmann", access: "member", groups: ["data"] },
  leila: { name: "Leila Brandt", access: "member", groups: ["customer"] },
  pau: { name: "Pau Serrat", access: "member", groups: ["marketing"] },
  dana: { name: "Dana Whitlock", access: "member", groups: ["customer", "marketing"] },
  sofia: { name: "Sofia Lindqvist", access: "guest", groups: [] },
} as const satisfies Record<string, PersonFacts>;

export type Who = keyof typeof PEOPLE;
export const WHO = ["mira", "tomasz", "ines", "jun", "leila", "pau", "dana", "sofia"] as const satisfies readonly Who[];
export const emailOf = (who: Who): string => `${who}@${DEMO_DOMAIN}`;
