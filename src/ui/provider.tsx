import "./mantine.ts";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { cssVariables, schemeStore, theme } from "./theme.ts";

/** Tries again only what can succeed a second time: a lost connection or a server that is restarting, never a refusal. */
function isWorthRetrying(failures: number, error: unknown) {
  const status = error instanceof Object && "status" in error && typeof error.status === "number" ? error.status : 0;
  return failures < 2 && (status === 0 || status === 502 || status === 503 || status === 504);
}

/** Defaults for every query: the live stream tells what changed, so data is fresh until it does. */
export function createQueryClient() {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 60_000, gcTime: 10 * 60_000, refetchOnWindowFocus: false, retry: isWorthRetrying },
      mutations: { retry: false },
    },
  });
}

/** Theme, colour scheme and query cache around the whole app. */
export function UiProvider({ queries, children }: { queries: QueryClient; children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={schemeStore}
      cssVariablesResolver={cssVariables}
      deduplicateCssVariables={false}
    >
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </MantineProvider>
  );
}
