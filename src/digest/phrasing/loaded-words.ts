/**
 * Words that carry what only a stored fact may: amounts, directions, comparisons, causes, denials, times. A sentence must have
 * exactly those of the sentence it stands for, in their order; the lists say why one is refused, and refuse what a mistake in
 * reports/phrasings.yml would let pass.
 */
export const loadedWords = {
  number: list(`zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions
    billion billions trillion dozen dozens score couple pair several many few some most half halves halved halving double doubled
    doubles doubling twofold triple tripled threefold quadruple quarter quarters third thirds fourth fifth sixth seventh eighth
    ninth tenth hundredth first second twice thrice once percent percentage per point points majority minority all both each
    every single none nil tenfold multiple numerous lots plenty average`),
  direction:
    list(`up down rise rises rose risen rising raise raised raises fall falls fell fallen falling drop drops dropped dropping
    increase increases increased increasing decrease decreases decreased decreasing grow grows grew grown growing growth shrink
    shrinks shrank shrunk shrinking climb climbs climbed climbing decline declines declined declining gain gains gained lose loses
    lost loss jump jumps jumped surge surges surged soar soars soared plunge plunged plummet plummeted slip slips slipped slid
    slide spike spiked peak peaked dip dipped recover recovered recovering recovery improve improves improved improving improvement
    worsen worsens worsened worsening deteriorate deteriorated degrade degraded better worse best worst good bad higher lower
    highest lowest high low above below over under outside inside beyond within toward towards away back met missed miss misses
    left right plus minus`),
  comparison: list(`more less fewer greater smaller larger bigger least most than same equal equally similar alike like unlike
    different differ differs difference compared versus against usual usually unusual unusually normal normally abnormal
    significant significantly slightly slight much far clearly clear nearly almost about approximately roughly sharply sharp
    strongly dramatic dramatically barely hardly only merely even still yet too enough exceptionally extremely very record`),
  cause:
    list(`because cause causes caused causing due owing thanks therefore thus hence so since reason reasons why led leads lead
    leading result results resulted resulting driven drives drive drove explain explains explained explaining explanation
    attributable attributed attribute follows consequently consequence consequences blame blamed triggered trigger triggers means
    meaning contributed contributes effect effects affected affects impact impacted owes stems stemmed reflects reflecting behind
    probably likely perhaps maybe might may could should would must suggests suggest indicates indicate seems seem appears
    apparently expected expect expects`),
  denial:
    list(`no not never none nobody nothing neither nor nowhere without cannot unknown hardly barely except but however although
    though unless despite instead isn't aren't wasn't weren't don't doesn't didn't won't can't couldn't hasn't haven't hadn't
    wouldn't shouldn't un-checked unchecked uncertain fails failed fail lack lacks lacking false true untrue wrong right safe fine`),
  time: list(`now today tomorrow yesterday before after earlier later ago last next previous previously former formerly current
    currently recent recently week weeks day days month months year years quarter monday tuesday wednesday thursday friday
    saturday sunday january february march april may june july august september october november december until till while soon
    already again always ever is are was were be been has have had will shall`),
} satisfies Record<string, ReadonlySet<string>>;

export type LoadedKind = keyof typeof loadedWords;
export const loadedKinds = Object.keys(loadedWords) as LoadedKind[];

function list(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/).filter(Boolean));
}
