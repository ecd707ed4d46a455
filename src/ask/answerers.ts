import { answerAct } from './answer-act.ts';
import { answerChanges } from './answer-changes.ts';
import { answerDecided } from './answer-decided.ts';
import { answerDecisions } from './answer-decisions.ts';
import { answerExplain } from './answer-explain.ts';
import { answerHelp } from './answer-help.ts';
import { answerMeasure } from './answer-measure.ts';
import { answerMine } from './answer-mine.ts';
import { answerModels } from './answer-models.ts';
import { answerOwner } from './answer-owner.ts';
import { answerPaused } from './answer-paused.ts';
import { answerStatus } from './answer-status.ts';
import { answerTrend } from './answer-trend.ts';
import { answerVersion } from './answer-version.ts';
import { answerWhy } from './answer-why.ts';
import { impliedModel, type Answerer } from './asking.ts';
import { offersFor } from './offers.ts';
import { periodOf, type QueryKind } from './query.ts';

const answerDigest: Answerer<'digest'> = (_, query) => ({
  kind: 'digest',
  as: query.as ?? null,
  sendToMeFirst: query.sendToMeFirst === true,
});

const answerFlag: Answerer<'flag'> = (asking, query) => ({
  kind: 'flag',
  modelId: query.model ?? impliedModel(asking) ?? null,
  period: periodOf(asking.previous) ?? null,
});

const smalltalk: Answerer<'smalltalk'> = (asking, query) => ({
  kind: 'note',
  sentence: query.which === 'thanks' ? 'Glad to help.' : 'Hello. Ask me about your models.',
  offers: offersFor(asking.asker.own[0] ?? asking.asker.some[0]),
});

/** Who answers what. */
export const answerers: { [K in QueryKind]: Answerer<K> } = {
  help: answerHelp,
  status: answerStatus,
  models: answerModels,
  owner: answerOwner,
  version: answerVersion,
  changes: answerChanges,
  why: answerWhy,
  measure: answerMeasure,
  trend: answerTrend,
  explain: answerExplain,
  digest: answerDigest,
  mine: answerMine,
  flag: answerFlag,
  decisions: answerDecisions,
  decided: answerDecided,
  paused: answerPaused,
  act: answerAct,
  smalltalk,
};
