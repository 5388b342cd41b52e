import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ChevronRight, Menu as MenuIcon, Moon, Sun } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { Faces } from "../avatar.tsx";
import { Heading, UnderHeading } from "../heading.tsx";
import { useShortcuts } from "../keyboard.tsx";
import { useDocumentTitle } from "../router.tsx";
import { openDrawer } from "./state.ts";
import "./page.css";

export interface Crumb {
  label: string;
  /** Whole address, `/acme/needs`. */
  to: string;
}

function SchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme("light") === "dark";
  const toggle = () => setColorScheme(isDark ? "light" : "dark");
  useShortcuts("Everywhere", [{ keys: "mod+shift+l", label: "Switch light and dark", run: toggle }], { scope: "global" });
  return (
    <button type="button" className="icon-button" aria-label={isDark ? "Use light colours" : "Use dark colours"} onClick={toggle}>
      {isDark ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
    </button>
  );
}

/**
 * One page: top bar, body, footer of key hints. Two shapes:
 * * default: title block and sentence at the top of a body that scrolls;
 * * `fill`: the title sits in the top bar and the body takes the whole height (lists, boards, split views scroll inside).
 *
 * `actions` are the page's buttons, `people` who else is here, `peek` a `PeekPanel` beside the body, `hints` and `status` the footer.
 */
export function Page({
  title,
  heading,
  sentence,
  mark,
  crumbs = [],
  actions,
  people = [],
  hints,
  status,
  fill = false,
  peek,
  children,
}: {
  title: string;
  /** The `<h1>` where it is more than the title: one that can be edited. */
  heading?: ReactNode;
  /** What a stranger learns here in one sentence; set the facts in `<b>`. */
  sentence?: ReactNode;
  /** Small things beside the title: key, state, labels. */
  mark?: ReactNode;
  crumbs?: readonly Crumb[];
  actions?: ReactNode;
  people?: readonly string[];
  hints?: ReactNode;
  status?: ReactNode;
  fill?: boolean;
  peek?: ReactNode;
  children: ReactNode;
}) {
  useDocumentTitle(title);
  return (
    <div className="page" data-fill={fill || undefined}>
      <header className="top">
        <button type="button" className="icon-button top-menu" aria-label="Open menu" onClick={openDrawer}>
          <MenuIcon size={18} aria-hidden />
        </button>
        {(crumbs.length > 0 || !fill) && (
          <nav aria-label="Breadcrumb" className="crumbs">
            <ol>
              {crumbs.map((crumb) => (
                <Fragment key={crumb.to}>
                  <li>
                    <Link to={crumb.to}>{crumb.label}</Link>
                  </li>
                  <li aria-hidden className="crumb-arrow">
                    <ChevronRight size={13} />
                  </li>
                </Fragment>
              ))}
              {!fill && (
                <li aria-current="page" className="crumb-here truncate">
                  {title}
                </li>
              )}
            </ol>
          </nav>
        )}
        {fill && (
          <h1 className="top-title truncate" tabIndex={-1}>
            {title}
          </h1>
        )}
        {fill && sentence && <p className="top-sentence truncate">{sentence}</p>}
        <span className="spring" />
        {people.length > 0 && <Faces names={people} />}
        <SchemeToggle />
        {actions}
      </header>
      <div className="page-columns">
        <main id="main" className="page-body" tabIndex={-1}>
          {!fill && <PageTitle title={title} heading={heading} sentence={sentence} mark={mark} />}
          {children}
        </main>
        {peek}
      </div>
      {(hints || status) && (
        <footer className="foot">
          <span className="foot-status truncate">{status}</span>
          <span className="spring" />
          {hints}
        </footer>
      )}
    </div>
  );
}

/** The page's name at 23 px with its sentence. `Page` draws it; use it alone only on pages without the shell. */
export function PageTitle({
  title,
  heading,
  sentence,
  mark,
}: {
  title: string;
  heading?: ReactNode;
  sentence?: ReactNode;
  mark?: ReactNode;
}) {
  return (
    <div className="page-title">
      <div className="page-title-line">
        {heading ?? <h1 tabIndex={-1}>{title}</h1>}
        {mark}
      </div>
      {sentence && <p>{sentence}</p>}
    </div>
  );
}

/** A titled part of a page. `note` is the quiet remark beside the title, `actions` sit at its end. */
export function Section({ title, note, actions, children }: { title: string; note?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="section" aria-label={title}>
      <div className="section-head">
        <Heading className="section-title">{title}</Heading>
        {note && <span className="meta">{note}</span>}
        <span className="spring" />
        {actions}
      </div>
      <UnderHeading>{children}</UnderHeading>
    </section>
  );
}

/** A white card with a hairline. `flush` leaves the padding to what is inside (a table, a list); `tone` for a notice. */
export function Panel({
  title,
  actions,
  flush = false,
  tone = "plain",
  children,
}: {
  title?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  tone?: "plain" | "accent" | "danger";
  children: ReactNode;
}) {
  return (
    <div className="panel" data-flush={flush || undefined} data-tone={tone}>
      {(title || actions) && (
        <div className="panel-head">
          {title && <Heading className="section-title">{title}</Heading>}
          <span className="spring" />
          {actions}
        </div>
      )}
      {title ? <UnderHeading>{children}</UnderHeading> : children}
    </div>
  );
}
