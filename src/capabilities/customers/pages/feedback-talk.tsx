import { ActivityTrail } from "../../workspace/pages/activity-trail.tsx";
import { CommentsPanel } from "../../workspace/pages/comments-panel.tsx";

/** What colleagues say of a piece of feedback, and what was done to it. */
export function FeedbackTalk({ id }: { id: string }) {
  return (
    <>
      <section className="side-part" aria-label="Comments">
        <h2>Comments</h2>
        <CommentsPanel recordId={id} />
      </section>
      <section className="side-part" aria-label="Activity">
        <h2>Activity</h2>
        <ActivityTrail recordId={id} kind="feedback" />
      </section>
    </>
  );
}
