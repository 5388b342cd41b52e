/** Every route of the API, by capability. */
export const router = {};
export type Router = typeof router;
