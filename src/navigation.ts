import {
  Banknote,
  Bell,
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
  Waypoints,
  Wrench,
} from "lucide-react";
import type { Group } from "./platform/access.ts";

/** A page of a workspace that menus name. */
export type Place = {
  label: string;
  /** Inside the workspace: `needs`. */
  path: string;
  icon: LucideIcon;
  /** Typed to go there, as `"g n"`. */
  keys?: string;
  /** Also in the bar at the bottom of a phone; the first four that say so. */
  tab?: boolean;
  /** Other names that people know it by, for ⌘K. */
  words?: readonly string[];
  /** Everybody sees it, whatever their groups. */
  always?: boolean;
};

/** A part of the menu, and the groups whose daily work lies there: for the others it folds under More. */
export type PlaceSection = { label?: string; groups: readonly Group[]; places: readonly Place[] };

/** Every page that menus name, in the order of a product's life; a capability adds its line. */
export const SECTIONS: readonly PlaceSection[] = [
  {
    groups: [],
    places: [
      {
        label: "Feedback",
        path: "feedback",
        icon: MessageSquareQuote,
        keys: "g b",
        tab: true,
        always: true,
        words: ["triage", "tickets", "messages", "requests"],
      },
      { label: "Inbox", path: "inbox", icon: Bell, keys: "g i", tab: true, always: true, words: ["notifications", "mentions"] },
    ],
  },
  {
    label: "Understand",
    groups: ["product", "customer", "design"],
    places: [
      {
        label: "Needs",
        path: "needs",
        icon: Lightbulb,
        keys: "g n",
        tab: true,
        always: true,
        words: ["opportunity", "problem", "pain", "job"],
      },
      { label: "Personas", path: "personas", icon: UserRound, keys: "g p", words: ["users", "roles"] },
      { label: "Accounts", path: "accounts", icon: Building2, keys: "g a", words: ["customers", "companies", "contacts"] },
      {
        label: "Customer stories",
        path: "customer-stories",
        icon: BookOpen,
        keys: "g c",
        words: ["testimonial", "case study", "reference", "user story"],
      },
      { label: "Market", path: "findings", icon: Globe, keys: "g k", words: ["findings", "research", "trends", "sizing"] },
      { label: "Competitors", path: "competitors", icon: Shield, keys: "g v", words: ["rivals", "competition"] },
      { label: "Deals", path: "deals", icon: Banknote, keys: "g w", words: ["win/loss", "sales", "opportunities", "crm"] },
    ],
  },
  {
    label: "Decide",
    groups: ["product"],
    places: [
      { label: "Throughline", path: "throughline", icon: Waypoints, keys: "g s", always: true, words: ["strategy", "thread", "readiness"] },
      { label: "Objectives", path: "objectives", icon: Target, keys: "g o", words: ["goals", "okr", "key results"] },
      {
        label: "Features",
        path: "features",
        icon: Box,
        keys: "g f",
        tab: true,
        always: true,
        words: ["idea", "solution", "backlog", "board"],
      },
      {
        label: "Roadmap",
        path: "roadmap",
        icon: Flag,
        keys: "g r",
        always: true,
        words: ["plan", "releases", "milestones", "now next later"],
      },
      { label: "Milestones", path: "milestones", icon: Flag, words: ["release", "date", "deadline"] },
      { label: "Decisions", path: "decisions", icon: Split, keys: "g q", words: ["questions", "options", "dissent", "why now"] },
    ],
  },
  {
    label: "Build",
    groups: ["engineering"],
    places: [
      { label: "Feasibility", path: "feasibility", icon: Gauge, keys: "g e", words: ["estimate", "effort", "engineering", "spike"] },
      { label: "Tech notes", path: "tech-notes", icon: Wrench, keys: "g t", words: ["debt", "blocker", "constraint", "risk"] },
    ],
  },
  {
    label: "Design",
    groups: ["design"],
    places: [
      { label: "Designs", path: "designs", icon: PenTool, keys: "g d", words: ["prototype", "mockup", "wireframe", "figma"] },
      { label: "Studies", path: "studies", icon: FlaskConical, keys: "g u", words: ["usability test", "research", "sus", "participants"] },
    ],
  },
  {
    label: "Go to market",
    groups: ["marketing", "customer"],
    places: [
      { label: "Launches", path: "launches", icon: Rocket, words: ["release", "go to market", "announcement"] },
      { label: "Messaging", path: "messaging", icon: Megaphone, words: ["positioning", "value proposition", "promise"] },
      { label: "Sales library", path: "assets", icon: Tag, words: ["collateral", "battlecard", "enablement", "assets"] },
      { label: "Segments", path: "segments", icon: ChartPie, words: ["segmentation", "audience", "target group"] },
    ],
  },
  {
    label: "Learn",
    groups: ["data", "product"],
    places: [
      { label: "Metrics", path: "metrics", icon: TrendingUp, keys: "g m", words: ["kpi", "numbers", "readings", "analytics"] },
      { label: "Recommendations", path: "recommendations", icon: Signpost, keys: "g y", words: ["advice", "proposal", "next best action"] },
    ],
  },
];

type Shown<One> = { label?: string; places: readonly One[] };

/**
 * The menu of somebody in these groups: what everybody needs and the parts of their groups, and what folds under More. Who is in no group
 * sees all of it.
 */
export function menuFor<One extends Pick<Place, "always">>(
  groups: readonly Group[],
  sections: readonly { label?: string; groups: readonly Group[]; places: readonly One[] }[],
): { shown: Shown<One>[]; folded: Shown<One>[] } {
  const isTheirs = (of: readonly Group[]) => groups.length === 0 || of.some((group) => groups.includes(group));
  const part = (keep: (place: One, of: readonly Group[]) => boolean) =>
    sections.flatMap(({ label, groups: of, places }) => {
      const kept = places.filter((place) => keep(place, of));
      return kept.length === 0 ? [] : [{ ...(label === undefined ? {} : { label }), places: kept }];
    });
  return {
    shown: part((place, of) => place.always === true || isTheirs(of)),
    folded: part((place, of) => place.always !== true && !isTheirs(of)),
  };
}
