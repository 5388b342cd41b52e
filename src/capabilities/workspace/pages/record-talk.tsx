import { Section } from "../../../ui/shell/page.tsx";
import type { RecordKind } from "../schema.ts";
import { ActivityTrail } from "./activity-trail.tsx";
import { CommentsPanel } from "./comments-panel.tsx";

/** What people say about a record, and what was done to it. */
export function RecordTalk({ recordId, kind }: { recordId: string; kind: RecordKind }) {
  return (
    <div className="record-lists">
      <Section title="Comments">
        <CommentsPanel recordId={recordId} />
      </Section>
      <Section title="Activity">
        <ActivityTrail recordId={recordId} kind={kind} />
      </Section>
    </div>
  );
}
