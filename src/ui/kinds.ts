import {
  Banknote,
  BookOpen,
  Box,
  Building2,
  ChartPie,
  Flag,
  FlaskConical,
  Gauge,
  Globe,
  Lightbulb,
  type LucideIcon,
  Megaphone,
  MessageSquareQuote,
  PenTool,
  Rocket,
  Shield,
  Signpost,
  Split,
  Tag,
  Target,
  TrendingUp,
  UserRound,
  Wrench,
} from "lucide-react";

/** Kinds of record that have a colour and an icon of their own. Colour never stands alone: always show the icon or the word too. */
export const kinds = {
  evidence: { word: "Evidence", icon: MessageSquareQuote },
  need: { word: "Need", icon: Lightbulb },
  feature: { word: "Feature", icon: Box },
  milestone: { word: "Milestone", icon: Flag },
  objective: { word: "Objective", icon: Target },
  kpi: { word: "Metric", icon: TrendingUp },
  account: { word: "Account", icon: Building2 },
  persona: { word: "Persona", icon: UserRound },
  design: { word: "Design", icon: PenTool },
  study: { word: "Study", icon: FlaskConical },
  finding: { word: "Finding", icon: Globe },
  deal: { word: "Deal", icon: Banknote },
  competitor: { word: "Competitor", icon: Shield },
  story: { word: "Customer story", icon: BookOpen },
  segment: { word: "Segment", icon: ChartPie },
  feasibility: { word: "Feasibility", icon: Gauge },
  "tech-note": { word: "Tech note", icon: Wrench },
  message: { word: "Message", icon: Megaphone },
  launch: { word: "Launch", icon: Rocket },
  asset: { word: "Asset", icon: Tag },
  decision: { word: "Decision", icon: Split },
  recommendation: { word: "Recommendation", icon: Signpost },
} as const satisfies Record<string, { word: string; icon: LucideIcon }>;
export type Kind = keyof typeof kinds;

/** The six groups of a workspace, in their fixed order, with the two letters that go wherever their colour goes. */
export const groups = {
  product: { word: "Product", mark: "PM" },
  data: { word: "Data", mark: "DA" },
  marketing: { word: "Marketing", mark: "MS" },
  engineering: { word: "Engineering", mark: "EN" },
  customer: { word: "Customer", mark: "CS" },
  design: { word: "Design", mark: "DE" },
} as const;
export type Group = keyof typeof groups;
