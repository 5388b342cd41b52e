/** The lists of the slice as one piece of code: whoever opens one of them opens the others. */
export { AssetsPage } from "./assets-page.tsx";
export { LaunchesPage } from "./launches-page.tsx";
export { MessagingPage } from "./messaging-page.tsx";
export { SegmentsPage } from "./segments-page.tsx";
