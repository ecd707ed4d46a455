/** The names by which Slack tells which control was used. A name may carry `:n` where several stand in one block. */
export const actionIds = {
  takeIt: 'take-it',
  done: 'done',
  whereFrom: 'where-from',
  factsPage: 'facts-page',
  flag: 'flag',
  useful: 'useful',
  explainDepth: 'explain-depth',
  explainIndustry: 'explain-industry',
  homeSetting: 'home-setting',
  modelsPage: 'models-page',
  modelRecord: 'model-record',
  share: 'share',
  sendToMe: 'send-to-me',
  askAgain: 'ask-again',
} as const;

export const viewIds = { take: 'take', done: 'close-matter', flag: 'flag', why: 'why', facts: 'facts', note: 'note' } as const;
