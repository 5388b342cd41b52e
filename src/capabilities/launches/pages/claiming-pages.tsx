/** The pages of what makes claims as one piece of code: nearly all of it is the same. */
export { AssetPage } from "./asset-page.tsx";
export { MessagePage } from "./message-page.tsx";
