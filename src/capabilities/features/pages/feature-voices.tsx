import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { api } from "../../../api.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { QuoteList } from "../../needs/pages/quotes-section.tsx";
import type { FeatureDetail } from "../schema.ts";
import "./feature-voices.css";

/** The customers' words behind a feature: those said of itself, and those of the needs that it serves, need by need. */
export function FeatureVoices({ feature }: { feature: FeatureDetail }) {
  const { data } = useQuery(api.quotes.list.queryOptions({ input: { target: feature.id, limit: 1 } }));
  const hasOwn = (data?.items.length ?? 0) > 0;
  if (!hasOwn && feature.needs.length === 0) return null;
  return (
    <Section title="In the customers’ words" note="by need; each account counts once in the demand">
      <div className="feature-voices">
        {hasOwn && <Words title="Said of the feature itself" target={feature.id} isOpen />}
        {feature.needs.map((need, index) => (
          <Words key={need.id} mark={need.key} title={need.statement} target={need.id} isOpen={!hasOwn && index === 0} />
        ))}
      </div>
    </Section>
  );
}

function Words({ mark, title, target, isOpen: first }: { mark?: string; title: string; target: string; isOpen: boolean }) {
  const [isOpen, setOpen] = useState(first);
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary data-kind="need">
        <ChevronRight size={14} aria-hidden />
        {mark && <span className="record-key">{mark}</span>}
        <b>{title}</b>
      </summary>
      {isOpen && <QuoteList target={target} empty={<p className="muted">Nobody has been quoted for it yet.</p>} />}
    </details>
  );
}
