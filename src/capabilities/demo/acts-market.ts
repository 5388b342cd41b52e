import type { Context } from "../../platform/context.ts";
import { createAsset, readAsset } from "../launches/assets.ts";
import { TEMPLATES } from "../launches/launch-rules.ts";
import { createLaunch, launchById, markLaunchItem, moveLaunch } from "../launches/launches.ts";
import { createMessage } from "../launches/messages.ts";
import { createSegment } from "../launches/segments.ts";
import { tellAsker } from "../launches/tellings.ts";
import { addCapability, compare } from "../research/capabilities.ts";
import { createCompetitor } from "../research/competitors.ts";
import { createDeal, moveDeal } from "../research/deals.ts";
import { answerFinding, createFinding, editFinding, findingById, moveFinding } from "../research/findings.ts";
import { agreeToStory, createStory, moveStory, storyById } from "../research/stories.ts";
import { comment } from "../workspace/comments.ts";
import { confirmRecord } from "../workspace/confirming.ts";
import { linkRecords } from "../workspace/linking.ts";
import { voiceNamed } from "./acts-customers.ts";
import { MID_SIZE, SMALL } from "./content-accounts.ts";
import { DEALS, type DealFacts, STORIES } from "./content-deals.ts";
import { ASSETS, FOR, LAUNCHES, type LaunchFacts, MESSAGES, SEGMENTS, TOLD_OF_A } from "./content-market.ts";
import { COMPARED, FINDINGS, type FindingFacts, RELEASE, RIVALS } from "./content-research.ts";
import { REMARKS } from "./content-talk.ts";
import { PEOPLE, WHO } from "./people.ts";
import type { Stage } from "./stage.ts";

/** What is known of the market, of rivals, of deals, and what customers told. */
export function researchOf(stage: Stage): void {
  for (const { name, ...facts } of RIVALS)
    stage.plan(390, "dana", async (context) => stage.keep(`rival:${name}`, await createCompetitor(context, { name, ...facts })));
  for (const finding of FINDINGS) findingOf(stage, finding);
  // The same finding, as it is since the rival's release: whoever cited it hears that it reads otherwise.
  stage.plan(RELEASE.ago, RELEASE.by, async (context) => {
    const { id, version, sources } = await findingById(context, stage.id("trail"));
    const [address, title, ago] = RELEASE.source;
    const { statement, detail } = RELEASE;
    await editFinding(context, id, version, {
      statement,
      detail,
      strength: 3,
      sources: [...sources, { address, title, asOf: stage.day(ago) }],
    });
  });
  for (const row of COMPARED) comparedOf(stage, row);
  for (const deal of DEALS) dealOf(stage, deal);
  for (const { heard, title, persona, happened, instead, cost, by, told, consent, state } of STORIES) {
    const name = `story:${heard[0]}`;
    stage.plan(told, by, async (context) => {
      const feedbackId = stage.id(voiceNamed({ of: heard[0], ago: heard[1] }));
      stage.keep(
        name,
        await createStory(context, { feedbackId, title, personaId: stage.id(`persona:${persona}`), happened, instead, cost }),
      );
    });
    if (state === "told")
      stage.plan(told - 0.5, by, async (context) => {
        const { id, version } = await storyById(context, stage.id(name));
        await moveStory(context, id, version, { state });
      });
    if (consent)
      stage.plan(consent[1], by === "ines" ? "leila" : by, async (context) => {
        const { id, version } = await storyById(context, stage.id(name));
        await agreeToStory(context, id, version, { consent: consent[0] });
      });
  }
}

function findingOf(stage: Stage, facts: FindingFacts): void {
  const { name, kind, statement, detail, segment, strength, sources, rival, ago, by, supports = [], contradicts = [] } = facts;
  stage.plan(ago, by, async (context) => {
    const said = { kind, statement, strength, ...(detail ? { detail } : {}), ...(segment ? { segment } : {}) };
    const finding = await createFinding(context, {
      ...said,
      sources: sources.map(([address, title, of]) => ({ address, title, asOf: stage.day(of) })),
      ...(rival ? { competitorId: stage.id(`rival:${rival}`) } : {}),
      supports: supports.map((target) => stage.id(target)),
      contradicts: contradicts.map((target) => stage.id(target)),
    });
    stage.keep(name, finding);
    if (facts.checked) await moveFinding(context, finding.id, finding.version, { state: "checked" });
  });
  const { seen, answer } = facts;
  if (seen) stage.plan(seen[1], seen[0], (context) => confirmRecord(context, stage.id(name)));
  if (answer)
    stage.plan(answer[1], answer[0], async (context) => {
      const { id, version } = await findingById(context, stage.id(name));
      await answerFinding(context, id, version, { answer: answer[2] });
    });
}

function comparedOf(stage: Stage, { feature, words, ago, stands, since }: (typeof COMPARED)[number]): void {
  const name = `compared:${feature ?? words}`;
  stage.plan(ago, "dana", async (context) => {
    const row = await addCapability(context, feature ? { featureId: stage.id(feature) } : { name: words ?? "" });
    stage.keep(name, row);
    const cells = Object.entries(stands).map(([who, stance]) => ({
      capabilityId: row.id,
      competitorId: who === "us" ? null : stage.id(`rival:${who}`),
      stance,
    }));
    await compare(context, { cells });
  });
  if (since)
    stage.plan(since[1] - 0.1, "dana", (context) =>
      compare(context, { cells: [{ capabilityId: stage.id(name), competitorId: stage.id(`rival:${since[0]}`), stance: since[2] }] }),
    );
}

function dealOf(stage: Stage, { name, account, amount, state, stage: words, rival, opened, closed, reasons, about }: DealFacts): void {
  stage.plan(opened, "dana", async (context) => {
    const deal = await createDeal(context, {
      name,
      amountMinor: amount * 100_000,
      currency: "USD",
      stage: words,
      reasons,
      ...(account ? { accountId: stage.id(`account:${account}`) } : {}),
      ...(rival ? { competitorId: stage.id(`rival:${rival}`) } : {}),
      about: about.map((target) => stage.id(target)),
    });
    stage.keep(`deal:${name}`, deal);
  });
  if (closed !== undefined)
    stage.plan(closed, "dana", async (context) => {
      await moveDeal(context, stage.id(`deal:${name}`), 1, { state, closedOn: stage.day(closed) });
    });
}

/** Whom they tell what, with what, and when. */
export function marketOf(stage: Stage): void {
  for (const { name, made, ...segment } of SEGMENTS)
    stage.plan(made, "pau", async (context) => stage.keep(`segment:${name}`, await createSegment(context, { name, ...segment })));
  for (const [feature, segments, ago] of FOR)
    for (const segment of segments)
      stage.plan(ago, "pau", (context) => linkRecords(context, stage.id(feature), "serves", stage.id(`segment:${segment}`)));
  const lines = (claims: readonly (readonly [string, string])[]) => claims.map(([text, cites]) => ({ text, citedId: stage.id(cites) }));
  for (const { segment, promise, call, features, claims, state, made, by } of MESSAGES)
    stage.plan(made, by, async (context) => {
      const promised = features.map((feature) => stage.id(feature));
      const said = { segmentId: stage.id(`segment:${segment}`), promise, call, state };
      await createMessage(context, { ...said, features: promised, claims: lines(claims) });
    });
  for (const { name, kind, title, body, audience, rival, features, claims, state, made, by, freshFor, readBy, comment: remark } of ASSETS) {
    const asset = `asset:${name}`;
    stage.plan(made, by, async (context) => {
      const spoken = { features: features.map((feature) => stage.id(feature)), claims: lines(claims), freshUntil: stage.day(-freshFor) };
      stage.keep(
        asset,
        await createAsset(context, {
          kind,
          title,
          body,
          audience,
          state,
          ...(rival ? { competitorId: stage.id(`rival:${rival}`) } : {}),
          ...spoken,
        }),
      );
    });
    for (const [who, ago] of readBy) stage.plan(ago, who, (context) => readAsset(context, stage.id(asset)));
    if (remark) stage.plan(remark[1], remark[0], (context) => comment(context, stage.id(asset), { body: remark[2], files: [] }));
  }
  for (const launch of LAUNCHES) launchOf(stage, launch);
  const first = new Map([...MID_SIZE, ...SMALL].map(({ name, people }) => [name, people[0]?.[0]]));
  for (const [place, account] of TOLD_OF_A.entries())
    stage.plan(296 - place / 10, "leila", (context) =>
      tellAsker(context, { featureIds: [stage.id("guided")], voiceId: stage.id(`contact:${first.get(account)}`) }),
    );
}

function launchOf(
  stage: Stage,
  { name, title, tier, inDays, positioning, price, channels, features, planned, by, leftOpen, early = [], states }: LaunchFacts,
) {
  const launch = `launch:${name}`;
  stage.plan(planned, by, async (context) => {
    const brief = { title, tier, positioning, price, channels, launchesOn: stage.day(-inDays), ownerId: stage.memberId(by) };
    const { id } = await createLaunch(context, { ...brief, features: features.map((feature) => stage.id(feature)) });
    stage.keep(launch, { id });
  });
  // What had to be done by now was done on its day, by whose duty it is.
  for (const item of TEMPLATES[tier].items) {
    const ago = Math.min(planned - 0.5, -(inDays + item.offsetDays) + 0.1);
    const who = WHO.find((one) => PEOPLE[one].groups.some((group) => group === item.group));
    if (who && ago > 0 && !leftOpen.includes(item.title)) stage.plan(ago, who, (context) => tick(context, stage.id(launch), item.title));
  }
  for (const [done, ago, who] of early) stage.plan(ago, who, (context) => tick(context, stage.id(launch), done));
  for (const [state, ago, reason] of states)
    stage.plan(ago - 0.4, by, async (context) => {
      const { id, version } = await launchById(context, stage.id(launch));
      await moveLaunch(context, id, version, { state, ...(reason ? { reason } : {}) });
    });
}

async function tick(context: Context, launchId: string, title: string): Promise<void> {
  const { items } = await launchById(context, launchId);
  const item = items.find((one) => one.title === title);
  if (item) await markLaunchItem(context, item.id, true);
}

/** What they said to each other about all this. */
export function talkOf(stage: Stage): void {
  for (const [about, ago, who, words] of REMARKS)
    stage.plan(ago, who, (context) => {
      const body = words.replace(/@(\w+)/g, (plain, name) => {
        const known = WHO.find((one) => one === name);
        return known ? `@[${PEOPLE[known].name}](member:${stage.memberId(known)})` : plain;
      });
      return comment(context, stage.id(about), { body, files: [] });
    });
}
