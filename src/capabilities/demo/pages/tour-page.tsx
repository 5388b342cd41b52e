import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { useActor, useWorkspace } from "../../../actor.tsx";
import { api } from "../../../api.tsx";
import { mayUse } from "../../../platform/access.ts";
import { NotFound } from "../../../ui/root.tsx";
import { Page, Section } from "../../../ui/shell/page.tsx";
import { notifyError } from "../../../ui/undo.tsx";
import { TOUR } from "../tour-rules.ts";
import "./tour-page.css";

/** What lies behind the Demo chip: five things to try, and the two ways out. */
export function TourPage() {
  const { slug, isDemo } = useWorkspace();
  const actor = useActor();
  const [first] = actor.name.split(" ");
  if (!isDemo) return <NotFound />;
  return (
    <Page
      title="Five minutes in the demo"
      sentence={
        <>
          Acme Reports makes reports for finance people. It is made up, and so is everybody in it: change what you like. You are{" "}
          <b>{first}</b>
          {actor.groups.length === 1 ? `, ${actor.groups[0]}` : ""}.
        </>
      }
    >
      <ol className="tour">
        {TOUR.map(({ title, words, places }) => (
          <li key={title} className="tour-step">
            <h2>{title}</h2>
            <p>{words}</p>
            <ul className="tour-places">
              {places.map(({ label, path }) => (
                <li key={path}>
                  <Link className="tour-place" to={`/${slug}/${path.split("?")[0]}`} search={searchOf(path)}>
                    {label}
                    <ArrowRight size={13} aria-hidden />
                  </Link>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      <Section title="When you have seen enough">
        <p className="tour-prose">
          Your own work never stands among this. The demo goes as it came, with one press, and can be loaded again.
        </p>
        <div className="tour-ways">
          <OwnLink />
          {mayUse(actor, "admin") && <RemoveButton />}
        </div>
      </Section>
    </Page>
  );
}

const searchOf = (path: string) => Object.fromEntries(new URLSearchParams(path.split("?")[1] ?? ""));

/** To one's own workspace: the first of the installation, or another one. */
function OwnLink() {
  const { data: setup } = useQuery(api.setup.status.queryOptions({}));
  const me = useQuery(api.me.get.queryOptions({}));
  const own = me.data?.memberships.find(({ isDemo }) => !isDemo);
  const to = setup?.isNew ? "/welcome" : own ? `/${own.slug}/feedback` : "/workspaces/new";
  return (
    // Another workspace is another world, so the page is loaded anew.
    <Button component="a" href={to} variant="default">
      {own ? `Back to ${own.workspaceName}` : "Start your own"}
    </Button>
  );
}

function RemoveButton() {
  const remove = useMutation(
    api.demo.remove.mutationOptions({ onSuccess: () => window.location.assign("/"), onError: (error) => notifyError(error) }),
  );
  return (
    <Button variant="default" className="tour-remove" loading={remove.isPending || remove.isSuccess} onClick={() => remove.mutate({})}>
      Remove the demo
    </Button>
  );
}
