import { createContext, type ReactNode, useContext } from "react";

const Level = createContext(2);

/** A heading one level below what surrounds it, so that no page skips a level whatever is put into what. */
export function Heading({ children, className }: { children: ReactNode; className?: string }) {
  const level = useContext(Level);
  if (level === 1) {
    return (
      <h1 className={className} tabIndex={-1}>
        {children}
      </h1>
    );
  }
  if (level === 2) return <h2 className={className}>{children}</h2>;
  return level === 3 ? <h3 className={className}>{children}</h3> : <h4 className={className}>{children}</h4>;
}

/** What stands in here belongs to the heading before it. */
export function UnderHeading({ children }: { children: ReactNode }) {
  return <Level value={useContext(Level) + 1}>{children}</Level>;
}

/** What stands in here is the page: its first heading is the page's own. */
export function WholePage({ children }: { children: ReactNode }) {
  return <Level value={1}>{children}</Level>;
}
