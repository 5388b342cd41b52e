import { useQuery } from "@tanstack/react-query";
import { api } from "../../../api.tsx";
import { counted } from "../../../ui/format.ts";
import { WorkspaceLink } from "../../../ui/router.tsx";
import { Section } from "../../../ui/shell/page.tsx";
import { StoryCard } from "./story-card.tsx";
import "./stories.css";

const SHOWN = 4;

/** What customers went through, on the page of the need that it is about; nothing where nobody told a story. */
export function RecordStories({ id }: { id: string }) {
  const { data } = useQuery(api.customerStories.list.queryOptions({ input: { about: id, limit: SHOWN + 1 } }));
  if (!data || data.items.length === 0) return null;
  const stories = data.items.slice(0, SHOWN);
  return (
    <Section title="What customers went through" note={counted(stories.length, "story", "stories")}>
      <div className="stories">
        {stories.map((story) => (
          <StoryCard key={story.id} story={story} />
        ))}
      </div>
      {data.items.length > SHOWN && (
        <p className="record-empty">
          The {SHOWN} that changed last. <WorkspaceLink path="customer-stories">All stories</WorkspaceLink>
        </p>
      )}
    </Section>
  );
}
