import { mrkdwn } from '../text.ts';

/** A deployment that failed, as those who decided need it. */
export interface FailedOrder {
  deployer: string;
  /** The deployer had taken it on. */
  taken: boolean;
}

/** What failed, in a sentence: the raw text of a build system says nothing to those who decided. */
export const failedText = ({ deployer, taken }: FailedOrder): string => {
  const who = `“${mrkdwn(deployer, 120)}”`;
  return taken ? `${who} took it on and reported that it failed.` : `It could not be handed over to ${who}.`;
};

/** The raw text, for whoever looks into it. Three backticks in it would end the block. */
export const rawText = (outcome: string): string => `\`\`\`${mrkdwn(outcome.replaceAll('`', '´'), 2_000)}\`\`\``;
