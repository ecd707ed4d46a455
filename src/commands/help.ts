import { closest, distance } from 'fastest-levenshtein';

/** Every command: how it is called, what it does in a line, more if there is more to say, and an example that works. */
const commands: Record<string, { usage: string; does: string; more?: string[]; example: string }> = {
  serve: {
    usage: 'leeway serve',
    does: 'Runs Leeway with the settings of the environment and what leeway.yml last said.',
    more: ['Stop it with Ctrl-C or SIGTERM: it finishes what it is sending first.'],
    example: 'PORT=8080 DATABASE_URL=postgres://leeway:password@localhost/leeway leeway serve',
  },
  demo: {
    usage: 'leeway demo',
    does: 'Runs Leeway on three million real flights, with a sandbox as its Slack. Needs no settings.',
    example: 'leeway demo',
  },
  init: {
    usage: 'leeway init FILE [--prediction COLUMN] [--label COLUMN] [--time COLUMN] [--yes] [--no-run] [option…]',
    does: 'Reads a Parquet or CSV file of predictions, writes a commented leeway.yml and shows the first digests in a sandbox.',
    more: [
      'FILE is a file, a folder of files of one kind, or a pattern in quotes such as "data/*.parquet". It asks on a terminal;',
      'elsewhere, or with --yes, it takes what is likely and says why. Nothing leaves this machine.',
      '--prediction COLUMN   what the model said: a number, a class, or a score from 0 to 1',
      '--label COLUMN        what happened; none: nobody knows, so that only inputs and predictions are watched',
      '--time COLUMN         when a row was',
      '--id COLUMN           which thing a row is about; none: there is no such column',
      '--inputs A,B,C        the columns to watch; without it, those that can be, at most --max-inputs (50)',
      '--kind KIND           regression or classification, where the values leave it open',
      '--cutoff NUMBER       the score from which on it means yes (0.5)',
      '--model ID            the model’s id; --title its name in sentences',
      '--rows PLURAL         what one row is, such as orders; --unit what the outcome is measured in, such as euros',
      '--zone ZONE           where Monday 09:00 is; --organisation NAME whose it is',
      '--out FILE            what is written (leeway.yml); --force writes over it',
      '--data FOLDER         the new database (./.leeway-MODEL); --no-run only writes the file',
    ],
    example: 'leeway init predictions.parquet --prediction score --label churned',
  },
  import: {
    usage: 'leeway import FILE.csv [--dry-run] [--as PERSON]',
    does: 'Registers or completes hundreds of models from a table, in one go; the same table again changes nothing.',
    more: [
      'The first line names the columns: model (its id), and any of title, description, team, stage, risk, company-goal,',
      'business-question, end-user, costly-error, unit, units, business, operations and data-science (its owners, by their id).',
      'A cell that is left empty changes nothing. Every wrong line is named, fifty at most, and then nothing is imported.',
      'Imported models are no part of leeway.yml: apply --prune never removes them. A model that leeway.yml names is changed',
      'there, and refused here. Once another person may agree, owners are asked for rather than named: --as says who asks.',
      '--dry-run         only shows what would change',
      '--as PERSON       the id of the person who acts; without it, you as cli:<your user name>',
    ],
    example: 'leeway import models.csv --dry-run',
  },
  migrate: {
    usage: 'leeway migrate',
    does: 'Brings the database to the tables of this version. `serve` does so by itself.',
    example: 'DATABASE_URL=postgres://leeway:password@localhost/leeway leeway migrate',
  },
  health: {
    usage: 'leeway health [--live]',
    does: 'Asks the Leeway that runs here with the same settings whether it can do its work. Ends with 1 if it cannot.',
    more: ['--live   only asks whether the process answers, as /healthz does'],
    example: 'leeway health',
  },
  backup: {
    usage: 'leeway backup FILE [--force]',
    does: 'Writes everything that the embedded database holds into one file, also while Leeway runs.',
    more: [
      '--force   takes the place of a file that is there',
      'The file holds people’s words and the key that signs links: keep it where only you can read it.',
      'With DATABASE_URL the data are in Postgres, whose own pg_dump does it; the command says how.',
    ],
    example: 'leeway backup leeway-backup.tar.gz',
  },
  restore: {
    usage: 'leeway restore FILE [--force] [--accept-broken-audit]',
    does: 'Makes the embedded database what a backup holds, once it is unpacked, checked and its audit chain verified.',
    more: [
      '--force                 also where there is a database already, which is kept beside it',
      '--accept-broken-audit   also where the backup’s audit chain is broken',
      'Leeway must not be running on the data directory. Nothing is changed when it fails.',
    ],
    example: 'LEEWAY_DATA_DIR=./restored leeway restore leeway-backup.tar.gz',
  },
  apply: {
    usage: 'leeway apply -f FILE [--dry-run] [--prune] [--as PERSON]',
    does: 'Makes the registry, people, monitors and audiences what leeway.yml says.',
    more: [
      '-f, --file FILE   the file; without it, the one that LEEWAY_CONFIG names',
      '--dry-run         only shows what would change, and what of it would wait for another person',
      '--prune           also removes what the file no longer names',
      '--as PERSON       the id of the person who acts; without it, you as cli:<your user name>',
      'Once another person may agree, changes of roles, owners, deputies, teams, accounts, rotas, policies, deployers, of what',
      'a version’s checks allow and of the audit channel are asked for rather than made: they need --as, that person says in',
      'Slack that it was they, and somebody else approves.',
    ],
    example: 'leeway apply -f examples/flights/leeway.yml --dry-run',
  },
  backfill: {
    usage: 'leeway backfill [MODEL…] [--weeks N] [--no-wait] [--as PERSON]',
    does: 'Looks at the past weeks of models now, so that the first digest has figures and knows what is usual.',
    more: [
      'Without MODEL, of all that are watched. No week before “from” of the monitor section is looked at, and none twice.',
      '--weeks N     how many whole weeks back (26, which is also the most)',
      '--no-wait     only asks for it; without it, the command says how far it is',
      '--as PERSON   the id of the person who acts; without it, you as cli:<your user name>',
      'Of the newest week people are told as of any other. The ones before it are only kept: no alerts, nothing to take.',
    ],
    example: 'leeway backfill flight-delay --weeks 12',
  },
  'outbox list': {
    usage: 'leeway outbox list [--as PERSON]',
    does: 'Lists the messages that do not go out, with the reason and what to do; many of one cause are one line.',
    example: 'leeway outbox list',
  },
  'outbox resend': {
    usage: 'leeway outbox resend ID|CAUSE [--as PERSON]',
    does: 'Queues such a message again, or all of a cause, once what held it back is put right.',
    more: [
      'One message is sent for certain: where it may have arrived, look in the channel first. Of a whole cause, Leeway looks.',
      'A cause is what the list begins a line with: hold:C0123 or parked:msg_too_long. What is held is tried at once.',
    ],
    example: 'leeway outbox resend 0197f000-0000-7000-8000-000000000001',
  },
  'outbox drop': {
    usage: 'leeway outbox drop ID|CAUSE --reason TEXT [--as PERSON]',
    does: 'Gives such a message up, or all of a cause. The reason is kept in the audit log.',
    example: 'leeway outbox drop 0197f000-0000-7000-8000-000000000001 --reason "it had arrived"',
  },
  'slack manifest': {
    usage: 'leeway slack manifest [--socket] [--url URL]',
    does: 'Prints the Slack app’s manifest, to paste at “Create an app from a manifest”, and says what comes next.',
    more: [
      '--socket    for Socket Mode: Leeway opens connections to Slack, and no address of yours has to be reachable',
      '--url URL   where Slack reaches Leeway over HTTPS; without it, PUBLIC_URL',
    ],
    example: 'leeway slack manifest --socket > leeway-app.yml',
  },
  'slack doctor': {
    usage: 'leeway slack doctor [--to ID]',
    does: 'Looks at everything that Slack needs, says of each problem what to do, and ends with 1 if there is one.',
    more: [
      '--to ID   also sends a test message, to a user (U…) or a channel (C…)',
      'Token, scopes, connection or event address, channels with the invitations that are missing, people. It finds the Slack',
      'accounts of people who have only an address in leeway.yml, once, and keeps them. Leeway may run meanwhile or not.',
    ],
    example: 'leeway slack doctor --to U0123ABCD',
  },
  'token create': {
    usage: 'leeway token create --name NAME --scope SCOPE… [--days DAYS] [--as PERSON]',
    does: 'Makes a token for a program that calls the REST API. Prints it once; it is kept nowhere.',
    more: [
      '--name NAME     what it is for, such as “ci of flight-delay”',
      '--scope SCOPE   what it may do, such as registry.write; give it several times',
      '--days DAYS     how long it works; 90 without it, 366 at most',
      'A program can never vote or ask for a promotion: people make tokens of their own with /leeway token.',
    ],
    example: 'leeway token create --name ci --scope registry.write --scope validation.upload --days 30',
  },
  'token list': {
    usage: 'leeway token list [ID] [--as PERSON]',
    does: 'Lists every token with its scopes and its end, never the token itself; or one, with everything that was changed with it.',
    more: [
      'With ID, the entries of the audit log that were made with that token follow: number, time, what, and of what.',
      'What was only read is not recorded.',
    ],
    example: 'leeway token list 0f3a5c1e9b7d2468',
  },
  'token revoke': {
    usage: 'leeway token revoke ID [--as PERSON]',
    does: 'Ends a token at once.',
    example: 'leeway token revoke 0f3a5c1e9b7d2468',
  },
  'audit verify': {
    usage: 'leeway audit verify',
    does: 'Checks the whole audit chain and names the first broken entry. Ends with 1 if there is one.',
    example: 'leeway audit verify',
  },
  'audit duties': {
    usage: 'leeway audit duties --from DAY --to DAY [--model MODEL] [--as PERSON]',
    does: 'Prints who decided what in which part, and every attempt that was refused.',
    example: 'leeway audit duties --from 2001-04-01 --to 2001-06-30',
  },
  'audit export': {
    usage: 'leeway audit export --model MODEL --from DAY --to DAY [--out FOLDER] [--as PERSON]',
    does: 'Writes an evidence pack: what was decided, by whom, on what evidence, what was refused, and how to check it.',
    more: ['The pack is checked without Leeway, by a script that lies in it.'],
    example: 'leeway audit export --model flight-delay --from 2001-04-01 --to 2001-06-30',
  },
  record: {
    usage: 'leeway record MODEL [--format md|html] [--as PERSON]',
    does: 'Prints everything on record about a model as a document.',
    example: 'leeway record flight-delay --format html > flight-delay.html',
  },
  erase: {
    usage: 'leeway erase PERSON [--as PERSON]',
    does: 'Takes away a person’s own words wherever Leeway keeps them. Decisions stay, and the audit chain still verifies.',
    more: ['It cannot be undone. Messages in Slack are not touched.'],
    example: 'leeway erase marcus',
  },
  'template list': {
    usage: 'leeway template list [-f FILE]',
    does: 'Lists the templates of policies, models and monitors: Leeway’s own and those of leeway.yml.',
    example: 'leeway template list',
  },
  'template show': {
    usage: 'leeway template show NAME [-f FILE]',
    does: 'Prints a template, to be copied under `templates` in leeway.yml and changed.',
    example: 'leeway template show high',
  },
  models: {
    usage:
      'leeway models --unowned | --unmonitored | --no-kpi | --no-run | --risk [--class CLASS] [--unit UNIT] [--open] [--as PERSON]',
    does: 'Lists the models that lack something, or says what follows from each one’s risk class and how that stands.',
    more: [
      '--class CLASS     only high, medium, low or none',
      '--unit UNIT       only one business unit',
      '--open            only models that lack something or are late with it',
      '--unowned         not all of business, operations and data science have an owner: none of its versions can be promoted',
      '--unmonitored     nothing watches it; --no-kpi: it has no business measure',
      '--no-run          it is watched, and no day or week of the last 14 days was looked at',
      '--risk            what follows from the risk class, by business unit',
    ],
    example: 'leeway models --unowned --unmonitored',
  },
  'requests list': {
    usage: 'leeway requests list [--all] [--as PERSON]',
    does: 'Lists the requests that wait for a decision.',
    more: [
      '--all             also those that were decided',
      'There is no command that approves: at this keyboard anybody could say that they are somebody else. Decide in Slack,',
      'or over REST with a token of your own.',
    ],
    example: 'leeway requests list',
  },
  'requests show': {
    usage: 'leeway requests show NUMBER [--as PERSON]',
    does: 'Says what a request would change, who has decided and who is still to.',
    more: ['There is no command that approves; see “leeway help requests list”.'],
    example: 'leeway requests show 12',
  },
  schema: {
    usage: 'leeway schema',
    does: 'Prints the JSON Schema of leeway.yml, for editors to complete it.',
    example: 'leeway schema > leeway.schema.json',
  },
  help: {
    usage: 'leeway help [COMMAND]',
    does: 'Says what the commands are, or what one of them does.',
    example: 'leeway help apply',
  },
};
export const commandNames = Object.keys(commands);

/** What one command does, or the list of all. */
export function helpText(name?: string): string {
  const command = name === undefined ? undefined : commands[name];
  if (command) return [`${command.usage}\n`, command.does, ...(command.more ?? []), `\nExample: ${command.example}`].join('\n');
  const width = Math.max(...commandNames.map((one) => one.length));
  return [
    'leeway: how far your models have drifted, told to the people concerned.\n',
    ...commandNames.map((one) => `  ${one.padEnd(width)}  ${commands[one]?.does}`),
    '\n`leeway help COMMAND` says more. Settings come from the environment: see README.md.',
  ].join('\n');
}

/** One line for a command that does not exist. */
export function unknownCommand(given: string): string {
  const near = commandNames.find((name) => name.startsWith(`${given} `)) ?? closest(given, commandNames);
  const isNear = near.startsWith(`${given} `) || distance(given, near) <= Math.max(2, given.length / 3);
  const hint = isNear ? `Did you mean “leeway ${near}”?` : 'See “leeway help”.';
  return `There is no command “${given.slice(0, 60)}”. ${hint}`;
}
