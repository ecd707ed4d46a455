import { LeewayError } from '../shared/errors.ts';
import { assertZone } from '../shared/period.ts';
import { checkOwnerRules } from './owner-rules.ts';
import { checkPolicies } from './check-policies.ts';
import { accountsOf, type LeewayFile } from './schema.ts';

export interface FileProblem {
  path: PropertyKey[];
  message: string;
}

/** What a schema cannot see: names that point at nothing, zones that do not exist, stretches that end before they start. */
export function checkReferences(file: LeewayFile): FileProblem[] {
  const check = createChecks(file);
  check.zone(file.organisation.zone, ['organisation', 'zone']);
  check.channel(file.organisation.auditChannel, ['organisation', 'auditChannel']);
  for (const [id, team] of Object.entries(file.teams)) check.channel(team.channel, ['teams', id, 'channel']);
  checkPeople(file, check);
  checkModels(file, check);
  checkAudiences(file, check);
  checkPolicies(file, check);
  for (const { path, message } of checkOwnerRules(file)) check.report(path, message);
  return check.problems;
}

export type Checks = ReturnType<typeof createChecks>;

function createChecks(file: LeewayFile) {
  const problems: FileProblem[] = [];
  const report = (path: PropertyKey[], message: string): void => void problems.push({ path, message });
  return {
    problems,
    report,
    known(group: 'people' | 'teams' | 'audiences' | 'models' | 'rotas', id: string | undefined, path: PropertyKey[]): void {
      if (id !== undefined && !Object.hasOwn(file[group], id)) report(path, `expected one of \`${group}\`, “${id}” is none`);
    },
    zone(name: string | undefined, path: PropertyKey[]): void {
      if (name !== undefined && !isZone(name)) report(path, `expected a time zone such as America/Chicago, not “${name}”`);
    },
    channel(name: string | undefined, path: PropertyKey[]): void {
      if (name === undefined || Object.hasOwn(file.channels, name) || /^[CG][A-Z0-9]+$/.test(name)) return;
      report(path, `expected one of \`channels\` or a Slack channel id, “${name}” is neither`);
    },
    ordered(window: { start: string; end: string }, path: PropertyKey[]): void {
      if (window.start >= window.end) report([...path, 'end'], `expected a day after ${window.start}: the end no longer counts`);
    },
  };
}

function checkPeople(file: LeewayFile, check: Checks): void {
  const slackUsers = new Map<string, string>();
  for (const [id, person] of Object.entries(file.people)) {
    const path = ['people', id];
    check.zone(person.zone, [...path, 'zone']);
    person.teams.forEach((team, index) => check.known('teams', team, [...path, 'teams', index]));
    person.deputies.forEach((deputy, index) => {
      const at = [...path, 'deputies', index];
      check.known('people', deputy.person, [...at, 'person']);
      if (deputy.person === id) check.report([...at, 'person'], 'expected somebody else: nobody is their own deputy');
      if (deputy.from >= deputy.until) check.report([...at, 'until'], `expected a day after ${deputy.from}`);
    });
    check.known('audiences', person.digest?.audience, [...path, 'digest', 'audience']);
    check.zone(person.digest?.zone, [...path, 'digest', 'zone']);
    accountsOf(person).forEach((account, index) => {
      const at = [...path, 'slack', ...(Array.isArray(person.slack) ? [index] : [])];
      const team = account.team ?? file.organisation.slackTeam;
      if (!team) check.report(at, 'expected `team` here or `slackTeam` under organisation');
      const twin = slackUsers.get(`${team} ${account.user}`);
      if (twin) check.report([...at, 'user'], `expected a user of their own: ${account.user} is ${twin} already`);
      slackUsers.set(`${team} ${account.user}`, id);
    });
  }
}

function checkModels(file: LeewayFile, check: Checks): void {
  for (const [id, model] of Object.entries(file.models)) {
    const path = ['models', id];
    check.known('teams', model.team, [...path, 'team']);
    for (const [kind, owner] of Object.entries(model.owners)) check.known('people', owner, [...path, 'owners', kind]);
    if (model.companyGoal !== undefined && !file.organisation.goals.includes(model.companyGoal)) {
      check.report([...path, 'companyGoal'], 'expected one of the organisation’s goals, word for word');
    }
    for (const [number, version] of Object.entries(model.versions)) {
      const at = [...path, 'versions', number];
      if (version.data) check.ordered(version.data, [...at, 'data']);
      // A misspelt builder would be nobody, and whoever built it could decide on it.
      check.known('people', version.builtBy, [...at, 'builtBy']);
      version.metrics.forEach((metric, index) => check.ordered(metric.period, [...at, 'metrics', index, 'period']));
    }
    if (!model.monitor) continue;
    check.zone(model.monitor.zone, [...path, 'monitor', 'zone']);
    check.ordered(model.monitor.reference, [...path, 'monitor', 'reference']);
  }
}

function checkAudiences(file: LeewayFile, check: Checks): void {
  for (const [id, audience] of Object.entries(file.audiences)) {
    const path = ['audiences', id];
    check.zone(audience.zone, [...path, 'zone']);
    check.known('teams', audience.team, [...path, 'team']);
    check.channel(audience.channel, [...path, 'channel']);
    check.channel(audience.reportsTo, [...path, 'reportsTo']);
  }
}

function isZone(name: string): boolean {
  try {
    assertZone(name, 'zone');
    return true;
  } catch (error) {
    if (error instanceof LeewayError) return false;
    throw error;
  }
}
