import * as z from "zod";
import { openRoute, route } from "../../platform/procedure.ts";
import { Arrival } from "../workspace/people-schema.ts";
import { exploreDemo } from "./exploring.ts";
import { removeDemo } from "./removing.ts";

const demo = {
  explore: openRoute(
    { may: "anyone", limit: "secret", audit: false },
    {
      method: "POST",
      path: "/demo",
      operationId: "exploreDemo",
      summary: "Go into the demo workspace; it is loaded when it is not there yet",
      description:
        "While the installation is new anybody may, and is signed in as the demo's product manager. Later an admin of a workspace here may, and joins it.",
    },
  )
    .output(Arrival)
    .handler(({ context }) => exploreDemo(context)),
  remove: route(
    { may: "admin", limit: "heavy", audit: false, transaction: "own" },
    {
      method: "DELETE",
      path: "/demo",
      operationId: "removeDemo",
      summary: "Remove the demo workspace with its people and everything in it",
      description: "Asked in the demo itself. It can be loaded again.",
      successStatus: 204,
    },
  )
    .output(z.void())
    .handler(({ context }) => removeDemo(context)),
};

/** The demo workspace: `api.demo.explore`, `api.demo.remove`. */
export const demoRoutes = { demo };
