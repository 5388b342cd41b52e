import { NumberInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useActor } from "../../../actor.tsx";
import { api, client, useChange } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { dateOnly } from "../../../ui/format.ts";
import { Section } from "../../../ui/shell/page.tsx";
import { ErrorState, Skeleton } from "../../../ui/states.tsx";
import type { PolicyValues } from "../policy.ts";
import { POLICY, POLICY_BOUNDS, type PolicyName } from "../policy-rules.ts";
import { SettingsPage } from "./settings-frame.tsx";
import { useMemberName } from "./vocabulary.ts";
import "./policy-page.css";

type Told = { label: string; why: string; unit: string };
const WORDS: Readonly<Record<PolicyName, Told>> = {
  accountsAtMost: { label: "Accounts that make a pattern", why: "So many independent accounts are asked at most.", unit: "accounts" },
  accountsShare: { label: "In a small customer base", why: "This share of all accounts is enough.", unit: "%" },
  accountsWithinDays: { label: "Accounts count that spoke within", why: "What was said earlier is history.", unit: "days" },
  kinds: { label: "Kinds of evidence", why: "Of messages, calls, interviews, surveys and reviews.", unit: "kinds" },
  kindsOfTier1: { label: "Kinds of evidence before a launch of tier 1", why: "The whole market is told of it.", unit: "kinds" },
  tickets: { label: "Tickets behind a fix", why: "A fix needs no pattern.", unit: "tickets" },
  quoteFreshDays: { label: "A quote is fresh for", why: "Then it counts half for every further period.", unit: "days" },
  participants: { label: "People who try it", why: "Of each segment tested, in a study.", unit: "people" },
  sellersWhoRead: { label: "Sellers who have read what they sell with", why: "Of all who sell.", unit: "%" },
};
const QUALITIES: readonly { title: string; names: readonly PolicyName[] }[] = [
  {
    title: "Informed",
    names: ["accountsAtMost", "accountsShare", "accountsWithinDays", "kinds", "kindsOfTier1", "tickets", "quoteFreshDays"],
  },
  { title: "User-centric", names: ["participants"] },
  { title: "Communicated", names: ["sellersWhoRead"] },
];
const FIXED: readonly { label: string; value: string }[] = [
  { label: "What is known of the market is fresh for", value: `${POLICY.marketFreshDays} days` },
  { label: "An answer about feasibility holds for", value: `${POLICY.feasibilityFreshDays} days` },
  { label: "A metric is fresh for", value: `${POLICY.metricIntervals} of its intervals` },
  { label: "A usability problem is severe from", value: `${POLICY.severeFrom} of 4` },
  { label: "The strategy is judged by", value: `the ${POLICY.strategyFeatures} highest ranked features in play` },
];

/** What readiness asks, in one place: each threshold and period, what is usual, and who set it otherwise. */
export function PolicyPage() {
  const { data, error, refetch } = useQuery(api.policy.get.queryOptions({}));
  return (
    <SettingsPage
      title="Readiness policy"
      sentence="What the four qualities ask before a check is met. It informs and stops nobody: a strategy may go on with gaps, but everybody sees which."
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton lines={8} height={36} />
      ) : (
        <>
          {QUALITIES.map(({ title, names }) => (
            <Section key={title} title={title}>
              <ul className="policy">
                {names.map((name) => (
                  <Line key={name} name={name} values={data} />
                ))}
              </ul>
            </Section>
          ))}
          <Section title="Holds everywhere" note="other pages tell of these too">
            <ul className="policy">
              {FIXED.map(({ label, value }) => (
                <li key={label} className="policy-line">
                  <span className="policy-words">{label}</span>
                  <span>{value}</span>
                </li>
              ))}
            </ul>
          </Section>
        </>
      )}
    </SettingsPage>
  );
}

/** Shares are shown in percent and kept as shares. */
const scaleOf = (name: PolicyName) => (WORDS[name].unit === "%" ? 100 : 1);
const shown = (name: PolicyName, value: number) => Math.round(value * scaleOf(name) * 100) / 100;
const withUnit = (name: PolicyName, value: number) => `${shown(name, value)}${WORDS[name].unit === "%" ? " %" : ` ${WORDS[name].unit}`}`;

function Line({ name, values }: { name: PolicyName; values: PolicyValues }) {
  const mayEdit = mayUse(useActor(), "admin");
  const memberName = useMemberName();
  const [draft, setDraft] = useState<number | string>();
  const { label, why, unit } = WORDS[name];
  const set = useChange(client.policy.set, { said: () => `${label}: changed`, onSuccess: () => setDraft(undefined) });
  const reset = useChange(client.policy.reset, { said: () => `${label}: as usual`, onSuccess: () => setDraft(undefined) });
  const item = values.items.find((one) => one.name === name);
  if (!item) return null;
  const { value, usual, setBy, setAt } = item;
  const { least, most } = POLICY_BOUNDS[name];
  const keep = () => {
    if (draft === undefined) return;
    if (typeof draft !== "number" || draft === shown(name, value)) return setDraft(undefined);
    set.mutate({ name, value: draft / scaleOf(name) });
  };
  return (
    <li className="policy-line">
      <span className="policy-words">
        {label}
        <span className="meta">
          {why}{" "}
          {setAt === null ? "" : `Set by ${memberName(setBy) ?? "a program"} on ${dateOnly(setAt)}; usual are ${withUnit(name, usual)}.`}
        </span>
      </span>
      {mayEdit ? (
        <span className="policy-set">
          {setAt !== null && (
            <button type="button" className="plain policy-usual" onClick={() => reset.mutate({ name })}>
              As usual
            </button>
          )}
          <NumberInput
            aria-label={`${label}, in ${unit === "%" ? "percent" : unit}`}
            value={draft ?? shown(name, value)}
            onChange={setDraft}
            onBlur={keep}
            onKeyDown={(event) => {
              if (event.key === "Enter") keep();
              if (event.key === "Escape") setDraft(undefined);
            }}
            min={least * scaleOf(name)}
            max={most * scaleOf(name)}
            allowDecimal={false}
            clampBehavior="blur"
            hideControls
            disabled={set.isPending}
            w={84}
          />
          <span className="policy-unit">{unit}</span>
        </span>
      ) : (
        <span>{withUnit(name, value)}</span>
      )}
    </li>
  );
}
