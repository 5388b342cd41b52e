import type { ReactNode } from "react";

/** A link to an address that somebody gave. What is no page on the web is no link: it stands there as what it is. */
export function OutsideLink({
  address,
  className,
  title,
  children,
  "aria-label": label,
}: {
  address: string;
  className?: string;
  title?: string;
  children: ReactNode;
  "aria-label"?: string;
}) {
  if (!/^https?:\/\//i.test(address)) return <span title={title}>{children}</span>;
  return (
    <a href={address} target="_blank" rel="noreferrer noopener nofollow" className={className} title={title} aria-label={label}>
      {children}
    </a>
  );
}
