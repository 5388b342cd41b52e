import type { Target } from "../../intake/target-rules.ts";
import type { TargetWriter } from "../target-writer.ts";
import { accountWriter } from "./account-writer.ts";
import { contactWriter } from "./contact-writer.ts";
import { dealWriter } from "./deal-writer.ts";
import { featureWriter } from "./feature-writer.ts";
import { feedbackWriter } from "./feedback-writer.ts";
import { needWriter } from "./need-writer.ts";

export const writers: Readonly<Record<Target, TargetWriter>> = {
  feedback: feedbackWriter,
  accounts: accountWriter,
  contacts: contactWriter,
  needs: needWriter,
  features: featureWriter,
  deals: dealWriter,
};
