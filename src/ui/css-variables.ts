/** Lets `style={{ "--k": … }}` type-check: custom properties are how data reaches our plain CSS. */
declare module "react" {
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined;
  }
}

export type { CSSProperties } from "react";
