import type { AskedMeasure } from './query.ts';

/** `no:` marks what is understood and not done; the rest are kinds of queries. */
export type Intent =
  | 'help'
  | 'status'
  | 'models'
  | 'owner'
  | 'version'
  | 'changes'
  | 'why'
  | 'trend'
  | 'explain'
  | 'digest'
  | 'mine'
  | 'flag'
  | 'thanks'
  | 'hello'
  | `measure:${AskedMeasure}`
  | `no:${'compare' | 'act' | 'forecast' | 'outside'}`;

/**
 * What people say, and how surely it means the intent. `*` stands for up to six words, `(a|b)` for either, MODEL for a
 * model's name and WHEN for a period; an
 * intent weighs as its weightiest phrase and a little more for each further one; the earlier intent wins a tie.
 */
export const phrases: Record<Intent, readonly (readonly [number, string])[]> = {
  flag: [
    [12, 'flag; flag a; report (a|the|this|an) (problem|issue|error|bug|concern); complain; complaint'],
    [12, 'raise (a|an) (problem|issue|concern); file (a|an)'],
    [9, 'something is (wrong|off|broken); i disagree; (this|that|it) (is|looks|seems) (wrong|off|broken)'],
    [9, 'i have a (problem|concern|complaint); i want to report'],
  ],
  digest: [[9, 'digest; newsletter; weekly report; weekly summary; this weeks report; briefing; preview']],
  mine: [
    [10, 'needs me; waits for me; waiting for me; waits on me; waiting on me'],
    [10, 'my (matters|tasks|cases|work|open matters|to-dos|todos|decisions|models); anything for me; need from me'],
    [10, 'needed from me; on my (plate|desk|list); to-do; what do i (have|need) to; mine'],
    [7, 'should i * (do|decide|approve); am i needed; my turn'],
  ],
  why: [
    [14, 'why; how come; reason; reasons; what caused; what is causing; the cause; what is behind; what explains'],
    [14, 'because of what; what made; what led'],
  ],
  owner: [
    [9, 'owner; owners; owns; own; owned; who is responsible; who looks after; who takes care; who maintains; who runs'],
    [9, 'whose; who do i (ask|contact|call); who (can|should|could) i (ask|contact|call|talk); belongs to; belong to'],
    [9, 'who is in charge; accountable; contact person; who made; who built; who handles'],
    [4, 'who; contact; responsible'],
  ],
  'no:compare': [
    [12, 'compare * versions; compare (version|v1|v2|v3|v4|MODEL) *; compare'],
    [12, 'version \\d+ (and|or|versus|vs|with|to|against|than) *'],
    [12, '(difference|differences) between * (version|versions|v1|v2|models); is v?\\d+ better than'],
    [12, '(is|was|are) version \\d+ * (better|worse); comparison'],
  ],
  version: [
    [10, '(which|what|current|live) * (version|versions); version * (live|serving|deployed|use|production)'],
    [6, 'version; versions'],
    [9, 'which one is (live|serving); champion; challenger; what is (live|deployed|serving); is live'],
    [9, 'running in production; in production; in use; release'],
    [3, 'live; deployed; serving; serves; production'],
  ],
  trend: [
    [12, '(getting|become|becoming|gotten|got|growing) (worse|better|more|less); trend; trends; trending; over time'],
    [12, 'improving; improve; improved; deteriorating; degrading; history; declining; going (up|down); rising; falling'],
    [12, 'week by week; over the weeks; over the last weeks; course; stable'],
    [5, 'worse; better; chart; plot; graph'],
  ],
  changes: [
    [9, 'what (has|have|had)? ?(changed|change|happened|moved); what is (new|different)'],
    [9, 'anything (new|changed|different|happen|happened); changed; changes; what happened; what moved; the news'],
    [9, 'did * change; news; differently; has * changed'],
    [4, 'different; new; happened; change; moved; shifted'],
  ],
  'measure:inputs': [
    [10, 'input drift; data drift; feature drift; what goes in; inputs; input; features; feature; input data'],
    [10, 'did the data (drift|change|shift); psi'],
    [5, 'drift; drifted; drifting; columns'],
  ],
  'measure:outcome': [
    [10, 'outcome; outcomes; actuals; labels; actual values; what really happened; what actually happened; ground truth'],
    [10, 'reality'],
  ],
  'measure:predictions': [
    [10, 'predictions; prediction; predicted; scores; forecasts; model output; outputs; what comes out'],
    [10, 'does it (predict|forecast); did it (predict|forecast)'],
  ],
  'measure:volume': [
    [10, 'how many (rows|records|predictions|cases|flights|customers|events|items|were|did); how many; volume; number of'],
    [10, 'row count; rows; how much (data|traffic); traffic; coverage; count'],
  ],
  'measure:kpi': [
    [10, 'kpi; kpis; on(-| )time share; on(-| )time; punctuality; target; business measure; business figure'],
    [10, 'business result; share of; business goal; hit the goal; punctual'],
  ],
  'measure:error': [
    [10, 'how (wrong|accurate|inaccurate|right|precise|exact|far off|far out|big|large|good are) *; error; errors; mae'],
    [10, 'rmse; accuracy; typical miss; misses; bias; far off; mistakes; precision; off by; miss'],
    [6, 'wrong; accurate; inaccurate'],
  ],
  models: [
    [
      9,
      '(list|show|find|search|all|which|what|browse|see|how many|other|any|the list of|give me|get)( me| all| the| us| our| of)* models',
    ],
    [9, '^models; is there a model; do we have a model; catalogue; registry'],
    [5, 'models'],
  ],
  explain: [
    [9, 'explain; define; definition; meaning; what does * mean; what do * mean; meant by; what do you mean; glossary'],
    [9, 'tell me what * (is|are|means); i do not understand; in plain words; in simple words; jargon'],
    [2, 'what is; what are; mean; means'],
  ],
  'no:act': [
    [
      15,
      '^((please|can you|could you|would you|i want to|i want you to|we should|let us|now|go|and) )*(deploy|promote|approve|refuse|retrain|pause|unpause|stop|delete|remove|drop|register|restart|archive|rename|rollback|roll back|switch|subscribe|unsubscribe|remind|assign) *',
    ],
  ],
  'no:forecast': [[11, '(will|is|are) * (going to|next); will * be; predict the future; what will; how will; when will']],
  'no:outside': [[12, 'weather; joke; jokes; poem; lunch; stock price; write (me|a|an); translate']],
  status: [
    [7, 'how (bad|good) (is|was|were|are) *'],
    [
      7,
      'how (is|are|was|were|has|have|did|does|do) * (doing|going|performing|perform|behaving|behave|do|been|holding up|look|looking|work|working|fare|go|run|running)',
    ],
    [7, 'status; state of; health; healthy; overview; summary; how goes; report on; check on; update on; how about'],
    [7, 'tell me about; performance; (is|are) * (ok|okay|fine|alright|all right|well|good|bad|broken|down|up|healthy)'],
    [7, '(was|were) * (ok|okay|fine|good|bad)'],
    [5, 'how (is|are|was|were|did|has|does|do)( the| our| my)? ?(MODEL|it|things|everything|they|we|WHEN|this|that)'],
    [5, 'how MODEL; any (problem|problems|alerts|alert|issues|issue|drift); are there (problems|alerts|issues)'],
    [5, 'anything wrong; show( me)? MODEL; alerts; problems; doing; going; performing; ok; okay; fine'],
    [5, 'MODEL (ok|okay|fine)'],
    [3, 'how; MODEL; bad; good; check; report; show'],
  ],
  help: [
    [10, 'help; what can (you|i|leeway) *; how do i (use|start); how does this work; what do you do; commands; usage'],
    [10, 'who are you; what are you; what is leeway; how (can|should) i (use|ask); manual; instructions'],
  ],
  thanks: [
    [11, '(thanks|thank you|thx) * help'],
    [4, 'thanks; thank you; thx; cheers; ta; much appreciated; great job; well done; perfect; awesome; nice'],
  ],
  hello: [[4, 'hello; hi; hey; good morning; good afternoon; good evening; greetings; howdy']],
};

/** What a sum must reach to count as understood. */
export const leastWeight = 5;
